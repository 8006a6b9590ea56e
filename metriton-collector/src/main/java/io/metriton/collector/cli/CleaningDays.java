package io.metriton.collector.cli;

import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says whether a day may be the one by which old installations are deleted. A clock that is far ahead for a while must not
 * take the young ones: a day that is more than a week after the last one has to stay for 24 hours of the process's own time.
 * Confined to one thread.
 */
final class CleaningDays {

    private static final Logger LOG = LoggerFactory.getLogger(CleaningDays.class);
    private static final int MOST_AHEAD = 7;
    private static final long PATIENCE_NANOS = TimeUnit.HOURS.toNanos(24);

    private boolean isAhead;
    private long aheadSince;

    /**
     * Whether to clean up now.
     *
     * @param last the day of the last time, if there was one
     * @param nanos {@link System#nanoTime}
     */
    boolean mayClean(OptionalInt last, int today, long nanos) {
        if (last.isEmpty() || today <= last.getAsInt() + MOST_AHEAD) {
            isAhead = false;
            return true;
        }
        if (!isAhead) {
            isAhead = true;
            aheadSince = nanos;
            LOG.warn(
                    "nothing that is old is deleted for 24 hours: the last time was {} days ago, or the clock is wrong",
                    today - last.getAsInt());
        }
        return nanos - aheadSince >= PATIENCE_NANOS;
    }
}
