package io.metriton.core.internal.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MetadataSnapshotTest {

    @Test
    void copy_doesNotChangeWithTheOriginal() {
        List<Object> list = new ArrayList<>(List.of(1));
        Map<String, Object> inner = new HashMap<>(Map.of("a", 1));
        int[] array = {1};
        byte[] bytes = {1};
        StringBuilder text = new StringBuilder("x");
        AtomicLong counter = new AtomicLong(1);
        Map<String, Object> metadata = new HashMap<>(
                Map.of("list", list, "map", inner, "array", array, "bytes", bytes, "text", text, "counter", counter));
        metadata.put("null", null);
        Map<String, Object> copy = copy(metadata);
        list.add(2);
        inner.put("b", 2);
        array[0] = 2;
        bytes[0] = 2;
        text.append("y");
        counter.set(2);
        metadata.clear();

        assertThat(copy)
                .containsEntry("list", List.of(1))
                .containsEntry("map", Map.of("a", 1))
                .containsEntry("array", List.of(1))
                .containsEntry("bytes", new byte[] {1})
                .containsEntry("text", "x")
                .containsEntry("counter", new BigDecimal(1))
                .containsEntry("null", null);
    }

    @Test
    void optionals_areOpened() {
        assertThat(copy(Map.of("a", Optional.of(Optional.of(1)), "b", Optional.empty())))
                .containsEntry("a", 1)
                .containsEntry("b", null);
    }

    /** The writer refuses them, and says where they are. */
    @Test
    void whatIsNoJsonValue_isKept() {
        Path path = Path.of("a", "b");
        Thread thread = new Thread();

        assertThat(copy(Map.of("path", path, "thread", thread)))
                .containsEntry("path", path)
                .containsEntry("thread", thread);
    }

    @Test
    void cycle_isRefused() {
        List<Object> list = new ArrayList<>();
        list.add(list);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> copy(Map.of("list", list)))
                .withMessageContaining("nested deeper than 256, or contains itself");
    }

    @Test
    void endlessIterable_isRefused() {
        Iterable<Integer> endless = () -> Stream.generate(() -> 1).iterator();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> copy(Map.of("list", endless)))
                .withMessageContaining("larger than the queue's 1000000 bytes");
    }

    @Test
    void valueThatFails_isTheCallersArgument() {
        Iterable<Integer> broken = () -> {
            throw new IllegalStateException("broken");
        };

        assertThatIllegalArgumentException()
                .isThrownBy(() -> copy(Map.of("list", broken)))
                .withMessage("metadata cannot be read: java.lang.IllegalStateException: broken");
    }

    private static Map<String, Object> copy(Map<String, ?> metadata) {
        return new MetadataSnapshot(metadata, 1_000_000).toMap();
    }
}
