package io.metriton.outbox.fs;

import io.metriton.api.DailyDraft;
import io.metriton.api.DailyStore;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** Daily stores to be tested, and sums of what is in them. */
final class DailyStores {
    static final Instant DAY = Instant.parse("2026-11-22T10:15:30Z");

    private static final AtomicLong KEYS = new AtomicLong();

    private DailyStores() {}

    static DailyStore store(Path root) {
        return FilesystemOutbox.builder(root).build().dailyStore().orElseThrow();
    }

    static DailyStore store(Path root, Disk disk) {
        return FilesystemOutbox.builder(root).disk(disk).build().dailyStore().orElseThrow();
    }

    static Map<String, Map<String, Long>> counts(String name, long count) {
        return Map.of("commands", Map.of(name, count));
    }

    static DailyDraft proposal(Instant time) {
        return proposal(time, Map.of());
    }

    static DailyDraft proposal(Instant time, Map<String, Map<String, Long>> counts) {
        return new DailyDraft("key-" + KEYS.incrementAndGet(), time, counts);
    }

    /** How often each name was counted, under whatever key. */
    static Map<String, Long> names(DailyDraft draft) {
        Map<String, Long> names = new LinkedHashMap<>();
        for (Map<String, Long> each : draft.counts().values()) {
            names.putAll(each);
        }
        return names;
    }
}
