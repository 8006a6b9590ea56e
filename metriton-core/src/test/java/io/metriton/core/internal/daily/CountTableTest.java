package io.metriton.core.internal.daily;

import static org.assertj.core.api.Assertions.assertThat;

import io.metriton.api.support.DailyCounts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class CountTableTest {
    private static final int THREADS = 8;
    private static final int EACH = 20_000;

    private final CountTable table = new CountTable();

    @Test
    void countsOfManyThreads_areSavedOnceEach() throws Exception {
        Map<String, Long> saved = new HashMap<>();
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                running.add(threads.submit(() -> {
                    for (int n = 0; n < EACH; n++) {
                        count("commands", "name-" + n % 10);
                    }
                }));
            }
            for (Future<?> each : running) {
                while (!each.isDone()) {
                    save(saved);
                }
                each.get();
            }
        } finally {
            threads.shutdownNow();
        }
        save(saved);

        assertThat(saved)
                .hasSize(10)
                .allSatisfy((name, count) -> assertThat(count).isEqualTo((long) THREADS * EACH / 10));
        assertThat(table.unsaved()).isEmpty();
    }

    @Test
    void namesBeyondTheBounds_areOther() {
        for (int i = 0; i < 120; i++) {
            count("commands", "name-" + i);
            count("commands", "name-" + i);
        }
        count("commands", "");
        count("commands", "x".repeat(DailyCounts.MAX_NAME + 1));

        assertThat(table.unsaved().get("commands"))
                .hasSize(DailyCounts.MAX_NAMES + 1)
                .containsEntry("name-99", 2L)
                .containsEntry(DailyCounts.OTHER, 42L);
    }

    @Test
    void keysBeyondTheBound_areRefused() {
        for (int i = 0; i < DailyCounts.MAX_KEYS; i++) {
            assertThat(table.countNew("key-" + i, "name", 1)).isTrue();
        }

        assertThat(table.countNew("one more", "name", 1)).isFalse();
        assertThat(table.countNew("key-0", "another name", 1)).isTrue();
    }

    @Test
    void keyThatIsTooLong_isRefused() {
        assertThat(table.countNew("k".repeat(DailyCounts.MAX_KEY), "name", 1)).isTrue();
        assertThat(table.countNew("k".repeat(DailyCounts.MAX_KEY + 1), "name", 1))
                .isFalse();
    }

    /** Of a text that was cut in the middle of an emoji: both are written with U+FFFD. */
    @Test
    void namesThatAreWrittenAlike_areOne() {
        count("commands", "a\ud83d");
        count("commands", "a\ud83e");
        count("commands", "a\ud83e");

        assertThat(table.unsaved()).isEqualTo(Map.of("commands", Map.of("a\ufffd", 3L)));
    }

    @Test
    void whatIsNotSaved_staysUnsaved() {
        count("commands", "build");
        Map<String, Map<String, Long>> first = table.unsaved();
        count("commands", "build");
        table.saved(first);

        assertThat(table.unsaved()).isEqualTo(Map.of("commands", Map.of("build", 1L)));
    }

    private void count(String key, String name) {
        if (!table.count(key, name, 1)) {
            assertThat(table.countNew(key, name, 1)).isTrue();
        }
    }

    private void save(Map<String, Long> saved) {
        Map<String, Map<String, Long>> unsaved = table.unsaved();
        table.saved(unsaved);
        unsaved.getOrDefault("commands", Map.of()).forEach((name, count) -> saved.merge(name, count, Long::sum));
    }
}
