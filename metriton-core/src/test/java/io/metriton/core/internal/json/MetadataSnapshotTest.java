package io.metriton.core.internal.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

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
                .containsEntry("bytes", "AQ==")
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

    @Test
    void whatIsNoJsonValue_isRefusedByItsPath() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> copy(Map.of("a", List.of(Map.of("b", Path.of("x"))))))
                .withMessageStartingWith("metadata.a[0].b is no JSON value but a ");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> copy(Map.of("a", Double.NaN)))
                .withMessage("metadata.a is NaN, which JSON has no word for");
    }

    @Test
    void cycle_isRefused() {
        List<Object> list = new ArrayList<>();
        list.add(list);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> copy(Map.of("list", list)))
                .withMessage("metadata.list[0] contains itself");
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
                .withMessage("metadata.list cannot be read: java.lang.IllegalStateException: broken");
    }

    /** Errors, undeclared exceptions, and exceptions of the very class that is thrown for them. */
    static Stream<Throwable> failures() {
        return Stream.of(
                new StackOverflowError(),
                new OutOfMemoryError("as if"),
                new AssertionError("no"),
                new NoClassDefFoundError("Missing"),
                new IOException("sneaky"),
                new InterruptedException(),
                new IllegalArgumentException("its own"),
                new IllegalStateException() {
                    @Override
                    public String toString() {
                        throw new UnsupportedOperationException();
                    }
                });
    }

    @ParameterizedTest
    @MethodSource("failures")
    void whateverAValueThrows_isTheCallersArgumentByItsPath(Throwable failure) {
        CharSequence text = new StringLike(failure);
        Iterable<Object> list = () -> sneakyThrow(failure);
        Map<String, Object> map = new AbstractMap<>() {
            @Override
            public Set<Entry<String, Object>> entrySet() {
                return sneakyThrow(failure);
            }
        };

        assertRefused("metadata.k[1] cannot be read: ", failure, Map.of("k", List.of(1, text)));
        assertRefused("metadata.k cannot be read: ", failure, Map.of("k", list));
        assertRefused("metadata.k.inner cannot be read: ", failure, Map.of("k", Map.of("inner", map)));
        assertRefused("metadata cannot be read: ", failure, map);
        assertThat(Thread.interrupted()).isEqualTo(failure instanceof InterruptedException);
    }

    private static void assertRefused(String message, Throwable failure, Map<String, ?> metadata) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> copy(metadata))
                .withMessageStartingWith(message)
                .withCause(failure);
    }

    @Test
    @SuppressWarnings("InfiniteRecursion")
    void valueThatCallsItselfForEver_isTheCallersArgument() {
        Iterable<Object> endless = new Iterable<>() {
            @Override
            public Iterator<Object> iterator() {
                return iterator();
            }
        };

        assertThatIllegalArgumentException()
                .isThrownBy(() -> copy(Map.of("k", endless)))
                .withMessageStartingWith("metadata.k cannot be read: java.lang.StackOverflowError");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, Integer.MAX_VALUE, -1})
    void endlessMap_isRefusedWhateverItsSizeSays(int size) {
        Map<String, Object> endless = endless(size);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> MetadataSnapshot.copyOf(endless))
                .withMessage("the report is larger than 8388608 bytes: report less metadata");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MetadataSnapshot.copyOf(Map.of("inner", endless)))
                .withMessage("the report is larger than 8388608 bytes: report less metadata");
    }

    @Test
    void numberWhoseClassExtendsAKnownOne_isTakenByItsText() {
        assertThat(copy(Map.of("k", new OwnDecimal("7")))).containsEntry("k", new BigDecimal("7"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> copy(Map.of("k", List.of(new OwnDecimal("}evil")))))
                .withMessage("metadata.k[0] is no JSON number but a " + OwnDecimal.class.getName());
    }

    @Test
    void numberOfTooManyDigits_isRefused() {
        BigInteger large = BigInteger.ONE.shiftLeft(3_331);

        for (Number number : List.of(large, new BigDecimal(large), new OwnDecimal("1".repeat(1_001)))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> copy(Map.of("k", number)))
                    .withMessage("metadata.k has more than 1000 digits");
        }
        assertThat(copy(Map.of("k", BigInteger.ONE.shiftLeft(3_328)))).hasSize(1);
    }

    @Test
    void keysThatAreWrittenAlike_areOneKeyWhoseLastValueCounts() {
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("k\ud83d", 1);
        metadata.put("other", 2);
        metadata.put("k\ude00", 3);

        assertThat(copy(metadata)).containsExactly(Map.entry("k\ufffd", 3), Map.entry("other", 2));
        assertThat(copy(Map.of("in", metadata)))
                .containsEntry("in", Map.of("k\ufffd", 3, "other", 2))
                .hasSize(1);
        assertThat(copy(Map.of("\ud83d\ude00", 1))).containsOnlyKeys("\ud83d\ude00");
    }

    @Test
    void textWhoseLengthIsNotTrue_isCounted() {
        CharSequence liar = new StringLike(null) {
            @Override
            public int length() {
                return 0;
            }

            @Override
            public String toString() {
                return "x".repeat(1_000_001);
            }
        };

        assertThatIllegalArgumentException()
                .isThrownBy(() -> copy(Map.of("k", liar)))
                .withMessageContaining("larger than the queue's 1000000 bytes");
    }

    @Test
    void bytes_countKeysTextsAndContainers() {
        assertThat(new MetadataSnapshot(Map.of("abc", 1), 1_000).bytes()).isEqualTo(35);
        assertThat(new MetadataSnapshot(Map.of("abc", "12345"), 1_000).bytes()).isEqualTo(40);
        assertThat(new MetadataSnapshot(Map.of("abc", List.of(1, 2)), 1_000).bytes())
                .isEqualTo(35 + 64 + 2 * 16);
        assertThatIllegalArgumentException().isThrownBy(() -> new MetadataSnapshot(Map.of("abc", "12345"), 39));
        assertThat(new MetadataSnapshot(Map.of("abc", "12345"), 40).toMap()).containsEntry("abc", "12345");
    }

    private static Map<String, Object> endless(int size) {
        return new AbstractMap<>() {
            @Override
            public int size() {
                return size;
            }

            @Override
            public Set<Entry<String, Object>> entrySet() {
                return new AbstractSet<>() {
                    @Override
                    public Iterator<Entry<String, Object>> iterator() {
                        return Stream.iterate(0, i -> i + 1)
                                .map(i -> Map.entry("key" + i, (Object) i))
                                .iterator();
                    }

                    @Override
                    public int size() {
                        return size;
                    }
                };
            }
        };
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <R, T extends Throwable> R sneakyThrow(Throwable failure) throws T {
        throw (T) failure;
    }

    /** A text that throws when it is read. */
    private static class StringLike implements CharSequence {
        private final Throwable failure;

        StringLike(Throwable failure) {
            this.failure = failure;
        }

        @Override
        public int length() {
            return 1;
        }

        @Override
        public char charAt(int index) {
            return 'x';
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return this;
        }

        @Override
        public String toString() {
            return sneakyThrow(failure);
        }
    }

    private static final class OwnDecimal extends BigDecimal {
        private static final long serialVersionUID = 1L;
        private final String text;

        OwnDecimal(String text) {
            super(1);
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    private static Map<String, Object> copy(Map<String, ?> metadata) {
        return new MetadataSnapshot(metadata, 1_000_000).toMap();
    }
}
