package io.metriton.core.internal.daily;

import io.metriton.core.internal.delivery.DeliverySettings;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the builder of a background reporter was told about the daily report. Immutable.
 *
 * @param metadata is asked once for each daily report
 * @param counted which keys may be counted under
 * @param dryRun whether reports are printed, and nothing is kept
 * @param time the clocks
 */
public record DailySettings(
        Supplier<? extends @Nullable Map<String, ? extends @Nullable Object>> metadata,
        CountedKeys counted,
        boolean dryRun,
        DeliverySettings.Time time) {

    /** Says which keys may be counted under. */
    public interface CountedKeys {
        boolean isCounted(String key);
    }
}
