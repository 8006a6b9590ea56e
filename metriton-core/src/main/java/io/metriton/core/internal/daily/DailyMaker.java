package io.metriton.core.internal.daily;

import io.metriton.api.DailyDraft;
import io.metriton.api.MetritonConfigurationException;
import io.metriton.core.internal.delivery.DailyReport;
import io.metriton.core.internal.delivery.Delivery;
import io.metriton.core.internal.process.DetachedTask;
import io.metriton.core.internal.process.OneAtATime;
import io.metriton.core.internal.process.RandomKeys;
import io.metriton.core.internal.util.Log;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Makes the daily report of a draft, with the metadata of the application. Guarded by the lock of the turn. */
final class DailyMaker {
    private static final long LONGEST_ASKED_NANOS = TimeUnit.SECONDS.toNanos(5);

    /** While the last turn waits: less than the end of the JVM waits without progress, so that the report is made. */
    private static final long LONGEST_AT_END_NANOS = TimeUnit.MILLISECONDS.toNanos(1_500);

    private static final long STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final DailySettings settings;
    private final DailyDelivery delivery;
    private final TurnProgress progress;
    private final OneAtATime asking = new OneAtATime("daily");
    private @Nullable RandomKeys keys;
    private volatile long longestAsked = LONGEST_ASKED_NANOS;

    DailyMaker(DailySettings settings, DailyDelivery delivery, TurnProgress progress) {
        this.settings = settings;
        this.delivery = delivery;
        this.progress = progress;
    }

    /** A draft with a key of its own. */
    DailyDraft draft(Instant now, Map<String, Map<String, Long>> counts) {
        keys = keys == null ? new RandomKeys() : keys;
        return new DailyDraft(keys.next(""), now, counts);
    }

    /** What delivers. Null if no report can be made now. */
    @Nullable
    Delivery delivery() {
        try {
            Delivery made = delivery.get();
            progress.step();
            return made == null || made.isSilenced() ? null : made;
        } catch (MetritonConfigurationException e) {
            Log.once(System.Logger.Level.WARNING, "the daily report cannot be sent: " + e.getMessage());
            return null;
        } catch (RuntimeException | LinkageError e) {
            Log.failure("the daily report cannot be sent: ", e);
            return null;
        }
    }

    /** Hands the report to the delivery. Null if that has just ended. */
    @Nullable
    Future<?> make(
            Delivery made,
            DailyDraft draft,
            Map<String, ? extends @Nullable Object> metadata,
            DailyReport.Keeper keeper) {
        progress.step();
        Future<?> taken = made.accept(new DailyReport(draft.key(), draft.created(), metadata, draft.counts(), keeper));
        progress.step();
        return taken;
    }

    /** The last turn has begun: the application is given less time, also where it is being asked already. */
    void hurry() {
        longestAsked = LONGEST_AT_END_NANOS;
    }

    /**
     * Asks the application, which may hang: then the report is made without. No lock is to be held. The host may interrupt the
     * thread that waits, which must not cost the date its metadata.
     */
    Map<String, ? extends @Nullable Object> metadata() {
        Asked asked = new Asked();
        DetachedTask task = asking.start(asked, 0);
        long start = System.nanoTime();
        boolean isDone = false;
        while (task != null && !isDone && System.nanoTime() - start < longestAsked) {
            isDone = task.awaitUninterruptibly(System.nanoTime() + STEP_NANOS);
        }
        if (!isDone) {
            Log.once(System.Logger.Level.WARNING, "the metadata of the daily report could not be had in time");
        }
        return isDone ? asked.metadata : Map.of();
    }

    private final class Asked implements Runnable {
        private volatile Map<String, ? extends @Nullable Object> metadata = Map.of();

        @Override
        public void run() {
            try {
                Map<String, ? extends @Nullable Object> given =
                        settings.metadata().get();
                metadata = given == null ? Map.of() : new LinkedHashMap<>(given); // Read here: another may change it.
            } catch (Throwable e) { // Of the application. The installation is alive all the same.
                Log.failure("the metadata of the daily report could not be had: ", e);
            }
        }
    }
}
