package io.metriton.core.internal.delivery;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A report that somebody else keeps until it is in the outbox. Immutable.
 *
 * @param key the same in every process that makes this report
 * @param created the time that it is of
 * @param metadata what it says, counts aside
 * @param counts what it counts, which comes last
 * @param keeper is told once the report does not need it any more
 */
public record DailyReport(
        String key,
        Instant created,
        Map<String, ? extends @Nullable Object> metadata,
        Map<String, Map<String, Long>> counts,
        Keeper keeper) {

    /** Who keeps a report until it is in the outbox. */
    public interface Keeper {
        /** Nobody keeps it. */
        Keeper NOBODY = new Keeper() {
            @Override
            public void kept() {}

            @Override
            public void refused() {}
        };

        /** It is in the outbox, or delivered. */
        void kept();

        /** It can never be delivered. */
        void refused();
    }

    Map<String, @Nullable Object> all() {
        Map<String, @Nullable Object> all = new LinkedHashMap<>(metadata);
        all.putAll(counts);
        return all;
    }
}
