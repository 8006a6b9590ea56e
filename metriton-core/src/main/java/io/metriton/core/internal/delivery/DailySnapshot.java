package io.metriton.core.internal.delivery;

import io.metriton.core.internal.json.MetadataSnapshot;
import io.metriton.core.internal.report.ReportPipeline;
import io.metriton.core.internal.util.Log;
import io.metriton.core.internal.util.Thrown;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Copies what a daily report says. Nobody waits for it who could be told that a value cannot be sent: such a value is left out,
 * and the others and the counts are sent. Stateless.
 */
final class DailySnapshot {
    private DailySnapshot() {}

    /** Larger than a caller's report may be, as it is admitted anyway. Throws nothing. */
    static MetadataSnapshot of(DailyReport daily, ReportPipeline pipeline) {
        try {
            return pipeline.snapshot(daily.all(), MetadataSnapshot.MAX_BYTES);
        } catch (Throwable e) { // It cannot be sent, or even be read.
            Log.once(
                    System.Logger.Level.WARNING,
                    "some of the metadata of the daily report is left out, as it cannot be sent; at TRACE is said why");
            Log.trace("metadata of the daily report cannot be sent: " + Thrown.text(e)); // It may name keys.
            return sendable(daily);
        }
    }

    /** The counts, and each value that can be sent, as long as all fit into a report. */
    private static MetadataSnapshot sendable(DailyReport daily) {
        MetadataSnapshot counts = new MetadataSnapshot(daily.counts(), MetadataSnapshot.MAX_BYTES);
        long room = MetadataSnapshot.MAX_BYTES - counts.bytes();
        Map<String, @Nullable Object> kept = new LinkedHashMap<>();
        try {
            for (Map.Entry<String, ? extends @Nullable Object> each :
                    daily.metadata().entrySet()) {
                MetadataSnapshot value = sendable(each, room);
                if (value != null) {
                    room -= value.bytes();
                    kept.put(each.getKey(), each.getValue());
                }
            }
            kept.putAll(daily.counts());
            return new MetadataSnapshot(kept, MetadataSnapshot.MAX_BYTES);
        } catch (Throwable e) { // Of the map itself.
            return counts;
        }
    }

    private static @Nullable MetadataSnapshot sendable(
            Map.Entry<String, ? extends @Nullable Object> entry, long maxBytes) {
        try {
            return new MetadataSnapshot(Collections.singletonMap(entry.getKey(), entry.getValue()), maxBytes);
        } catch (IllegalArgumentException e) { // Which has been told.
            return null;
        }
    }
}
