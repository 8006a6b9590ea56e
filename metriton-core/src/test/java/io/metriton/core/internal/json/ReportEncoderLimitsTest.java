package io.metriton.core.internal.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.metriton.api.Report;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Metadata without end, in depth or in length, is refused before it hurts. */
class ReportEncoderLimitsTest {

    @Test
    void cycleThroughMap_isRefused() {
        Map<String, Object> map = new HashMap<>();
        map.put("self", map);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> encode(map))
                .withMessage("metadata.k.self contains itself");
    }

    @Test
    void cycleThroughList_isRefused() {
        List<Object> list = new ArrayList<>();
        list.add(Map.of("up", Optional.of(list)));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> encode(list))
                .withMessage("metadata.k[0].up contains itself");
    }

    @Test
    void cycleThroughArray_isRefused() {
        Object[] array = new Object[2];
        array[1] = array;

        assertThatIllegalArgumentException()
                .isThrownBy(() -> encode(array))
                .withMessage("metadata.k[1] contains itself");
    }

    @Test
    void cycleThroughTheMetadataItself_isRefused() {
        Map<String, Object> metadata = new HashMap<>();
        metadata.put("self", metadata);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> encodeAll(metadata))
                .withMessageEndingWith("contains itself");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 255, 256})
    void nesting_isTakenTo256Levels(int depth) {
        assertThat(encode(nested(depth))).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {257, 100_000})
    void nestingDeeperThan256Levels_isRefused(int depth) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> encode(nested(depth)))
                .withMessageStartingWith("metadata.k[0][0]")
                .withMessageEndingWith(" is nested deeper than 256");
    }

    @Test
    void optionalsNestedWithoutMeasure_doNotOverflowTheStack() {
        Object value = "x";
        for (int i = 0; i < 1_000_000; i++) {
            value = Optional.of(value);
        }
        Object deep = value;

        assertThat(encode(deep)).isEqualTo(encode("x"));
    }

    @Test
    void endlessIterable_endsInAnException() {
        Iterable<Integer> endless = () -> Stream.iterate(0, i -> i + 1).iterator();

        assertEndsWithTooLarge(endless);
    }

    @Test
    void sharedValuesThatUnfoldWithoutEnd_endInAnException() {
        Object level = List.of();
        for (int i = 0; i < 255; i++) {
            level = Arrays.asList(level, level);
        }

        assertEndsWithTooLarge(level);
    }

    @Test
    void textLargerThanTheLimit_isRefused() {
        assertEndsWithTooLarge("x".repeat(9 << 20));
    }

    private static void assertEndsWithTooLarge(Object value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> assertTimeoutPreemptively(Duration.ofSeconds(20), () -> encode(value)))
                .withMessage("the report is larger than 8388608 bytes: report less metadata");
    }

    private static Object nested(int depth) {
        Object value = new ArrayList<>();
        for (int i = 1; i < depth; i++) {
            value = new Object[] {value};
        }
        return value;
    }

    private static byte[] encode(Object value) {
        return encodeAll(Collections.singletonMap("k", value));
    }

    private static byte[] encodeAll(Map<String, ?> metadata) {
        return ReportEncoder.encode(Report.builder()
                .application("a")
                .installId("i")
                .version("v")
                .metadata(metadata)
                .build());
    }
}
