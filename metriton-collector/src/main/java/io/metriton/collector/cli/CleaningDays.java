package io.metriton.collector.cli;

import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says whether a day may be the one by which old installations are deleted. A clock that is far ahead for a while must not
 * take the young ones: a day that is more than a week after the last one has to stay for 24 hours in which a collector runs.
 * They are remembered, so that one that runs for some hours a day waits for some days. Confined to one thread.
 */
final class CleaningDays {

    private static final Logger LOG = LoggerFactory.getLogger(CleaningDays.class);
    private static final int MOST_AHEAD = 7;
    private static final long PATIENCE_MINUTES = TimeUnit.HOURS.toMinutes(24);
    private static final long EVERY_MINUTES = 10;

    private final Waited waited;
    private boolean isAhead;
    private long aheadSince;
    private long before;
    private long remembered;

    /** Where the time is remembered that was waited. */
    interface Waited {

        /** In minutes. */
        long read();

        void write(long minutes);
    }

    CleaningDays(Waited waited) {
        this.waited = waited;
    }

    /**
     * Whether to clean up now.
     *
     * @param last the day of the last time, if there was one
     * @param nanos {@link System#nanoTime}
     */
    boolean mayClean(OptionalInt last, int today, long nanos) {
        if (last.isEmpty() || today <= last.getAsInt() + MOST_AHEAD) {
            isAhead = false;
            forget();
            return true;
        }
        if (!isAhead) {
            isAhead = true;
            aheadSince = nanos;
            before = waited.read();
            remembered = before;
            LOG.warn(
                    "nothing that is old is deleted for {} hours: the last time was {} days ago, or the clock is wrong",
                    TimeUnit.MINUTES.toHours(PATIENCE_MINUTES - before + 59),
                    today - last.getAsInt());
        }
        long minutes = before + TimeUnit.NANOSECONDS.toMinutes(nanos - aheadSince);
        if (minutes - remembered >= EVERY_MINUTES) {
            remembered = minutes;
            waited.write(minutes);
        }
        return minutes >= PATIENCE_MINUTES;
    }

    private void forget() {
        if (waited.read() > 0) {
            waited.write(0);
        }
    }
}
