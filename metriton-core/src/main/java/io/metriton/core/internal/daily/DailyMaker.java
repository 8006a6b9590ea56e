package io.metriton.core.internal.daily;

import io.metriton.api.DailyDraft;
import io.metriton.api.MetritonConfigurationException;
import io.metriton.core.internal.delivery.DailyReport;
import io.metriton.core.internal.delivery.Delivery;
import io.metriton.core.internal.process.RandomKeys;
import io.metriton.core.internal.util.Log;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** Makes the daily report of a draft, with the metadata of the application. Guarded by the lock of the turn. */
final class DailyMaker {
    private final DailySettings settings;
    private final DailyDelivery delivery;
    private final TurnProgress progress;
    private @Nullable RandomKeys keys;

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

    /** Hands the report to the delivery. Null if it cannot be made now. */
    @Nullable
    Future<?> make(DailyDraft draft, DailyReport.Keeper keeper) {
        Delivery made;
        try {
            made = delivery.get();
        } catch (MetritonConfigurationException e) {
            Log.once(System.Logger.Level.WARNING, "the daily report cannot be sent: " + e.getMessage());
            return null;
        } catch (RuntimeException | LinkageError e) {
            Log.failure("the daily report cannot be sent: ", e);
            return null;
        }
        progress.step();
        if (made == null || made.isSilenced()) {
            return null;
        }
        Map<String, ? extends @Nullable Object> metadata = metadata();
        progress.step();
        Future<?> taken = made.accept(new DailyReport(draft.key(), draft.created(), metadata, draft.counts(), keeper));
        progress.step();
        return taken;
    }

    private Map<String, ? extends @Nullable Object> metadata() {
        try {
            Map<String, ? extends @Nullable Object> given = settings.metadata().get();
            return given == null ? Map.of() : new LinkedHashMap<>(given); // Read here: it may be another thread's, too.
        } catch (Throwable e) { // Of the application. The installation is alive all the same.
            Log.failure("the metadata of the daily report could not be had: ", e);
            return Map.of();
        }
    }
}
