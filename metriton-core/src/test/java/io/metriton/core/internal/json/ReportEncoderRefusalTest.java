package io.metriton.core.internal.json;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.metriton.api.Report;
import io.metriton.core.internal.util.ClassNames;
import java.nio.file.Path;
import java.util.AbstractMap;
import java.util.Collections;
import java.util.ConcurrentModificationException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What is no JSON value is refused by the path of keys that leads there; {@link ReportEncoderLimitsTest} has what has no end.
 */
class ReportEncoderRefusalTest {

    @ParameterizedTest
    @MethodSource("notFinite")
    void numberThatIsNotFinite_isRefused(Number number) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> encode(number))
                .withMessage("metadata.k is " + number + ", which JSON has no word for");
    }

    static Stream<Number> notFinite() {
        return Stream.of(
                Double.NaN,
                Double.POSITIVE_INFINITY,
                Double.NEGATIVE_INFINITY,
                Float.NaN,
                Float.POSITIVE_INFINITY,
                Float.NEGATIVE_INFINITY);
    }

    @Test
    void numberWhoseTextIsNone_isRefusedByClass() {
        DoubleAdder adder = new DoubleAdder();
        adder.add(Double.NaN);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> encode(adder))
                .withMessage("metadata.k is no JSON number but a java.util.concurrent.atomic.DoubleAdder");
    }

    @Test
    void foreignObject_isRefusedByPathAndClassAndNeverByItsText() {
        Object secret = new Secret("hunter2");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> encodeAll(Map.of("a", Map.of("b", List.of(0, 1, secret)))))
                .withMessage("metadata.a.b[2] is no JSON value but a " + Secret.class.getName()
                        + ": use text, numbers, booleans, null, lists or maps");
    }

    @ParameterizedTest
    @MethodSource("foreign")
    void foreignType_isRefused(Object value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> encode(value))
                .withMessageStartingWith("metadata.k is no JSON value but a ")
                .withMessageEndingWith(ClassNames.of(value) + ": use text, numbers, booleans, null, lists or maps");
    }

    static Stream<Object> foreign() {
        return Stream.of(
                new Object(),
                Path.of("/home/somebody"),
                String.class,
                Stream.of(1),
                List.of(1).iterator(),
                'c',
                new Thread());
    }

    @Test
    void pathInTheMessage_isPrintable() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> encodeAll(Map.of("a\r\nb", new Object())))
                .withMessageStartingWith("metadata.ab is no JSON value");
    }

    @Test
    void keyThatIsNoText_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> encode(Map.of(5, "five")))
                .withMessage("metadata.k has a key that is no text but a java.lang.Integer");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> encode(Collections.singletonMap(null, "nothing")))
                .withMessage("metadata.k has a key that is no text but null");
    }

    @Test
    void mapThatThrowsWhileItIsRead_isTheCallersArgument() {
        Map<String, Object> changing = new AbstractMap<>() {
            @Override
            public Set<Entry<String, Object>> entrySet() {
                throw new ConcurrentModificationException("changed");
            }
        };

        assertThatIllegalArgumentException()
                .isThrownBy(() -> encode(List.of(1, changing)))
                .withMessageStartingWith("metadata.k[1] cannot be read: ")
                .withCauseInstanceOf(ConcurrentModificationException.class);
    }

    @Test
    void textThatThrowsOrIsNull_isTheCallersArgument() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> encode(new OddNumber(null)))
                .withMessageStartingWith("metadata.k cannot be read: ");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> encode(new OddNumber("seven")))
                .withMessageStartingWith("metadata.k is no JSON number but a ");
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

    private record Secret(String word) {}

    private static final class OddNumber extends Number {
        private static final long serialVersionUID = 1L;
        private final String text;

        OddNumber(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }

        @Override
        public int intValue() {
            return 7;
        }

        @Override
        public long longValue() {
            return 7;
        }

        @Override
        public float floatValue() {
            return 7;
        }

        @Override
        public double doubleValue() {
            return 7;
        }
    }
}
