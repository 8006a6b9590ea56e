package io.metriton.core.internal.daily;

import io.metriton.core.internal.delivery.DeliverySettings;
import io.metriton.core.internal.report.DeclarationFilter;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the builder of a background reporter was told about the daily report. Immutable.
 *
 * @param metadata is asked once for each daily report
 * @param declaration says which keys may be counted under; null for all
 * @param dryRun whether reports are printed, and nothing is kept
 * @param time the clocks
 */
public record DailySettings(
        Supplier<? extends @Nullable Map<String, ? extends @Nullable Object>> metadata,
        @Nullable DeclarationFilter declaration,
        boolean dryRun,
        DeliverySettings.Time time) {

    /** Whether a key may be counted under; if not, one more value was left out. */
    boolean takesCounts(String key) {
        return declaration == null || declaration.takesCounts(key);
    }
}
