package io.metriton.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.metriton.api.MetritonException;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReportCustomizerTest {

    @Test
    void index_growsFromOneInEachReport() {
        ReportCustomizer index = ReportCustomizer.index();

        assertThat(customized(index, Map.of())).isEqualTo(Map.of("index", 1L));
        assertThat(customized(index, Map.of("a", 1))).isEqualTo(Map.of("a", 1, "index", 2L));
        assertThat(customized(ReportCustomizer.index(), Map.of()))
                .as("a count of its own")
                .containsEntry("index", 1L);
    }

    @Test
    void traceId_isTheSameUuidInEveryReport() {
        ReportCustomizer traceId = ReportCustomizer.traceId();
        Object first = customized(traceId, Map.of()).get("trace_id");

        assertThat(customized(traceId, Map.of())).containsEntry("trace_id", first);
        assertThat(UUID.fromString((String) first).version()).isEqualTo(4);
        assertThat(customized(ReportCustomizer.traceId(), Map.of()).get("trace_id"))
                .isNotEqualTo(first);
    }

    @Test
    void environment_isThatBehindThePrefixInLowerCase() {
        ReportCustomizer environment = ReportCustomizer.environment(
                "MYAPP_", Map.of("MYAPP_REGION", "eu", "MYAPP_", "no name", "PATH", "/bin", "XMYAPP_A", "1"));

        assertThat(customized(environment, Map.of())).isEqualTo(Map.of("region", "eu"));
    }

    @Test
    void environment_isReadAtOnce() {
        Map<String, String> variables = new HashMap<>(Map.of("P_A", "before"));
        ReportCustomizer environment = ReportCustomizer.environment("P_", variables);
        variables.put("P_A", "after");
        variables.put("P_B", "new");

        assertThat(customized(environment, Map.of())).isEqualTo(Map.of("a", "before"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t"})
    void blankPrefix_isRefusedAsItWouldSendEverySecret(String prefix) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ReportCustomizer.environment(prefix, Map.of()))
                .withMessage("prefix may not be blank: it would send the whole environment");
    }

    @Test
    void readyCustomizers_leaveAloneWhatTheApplicationSaid() {
        Map<String, Object> said = Map.of("index", "mine", "trace_id", "mine", "region", "mine");

        assertThat(customized(ReportCustomizer.index(), said)).isEqualTo(said);
        assertThat(customized(ReportCustomizer.traceId(), said)).isEqualTo(said);
        assertThat(customized(ReportCustomizer.environment("P_", Map.of("P_REGION", "eu")), said))
                .isEqualTo(said);
    }

    /** Kotlin and sneaky throws declare nothing. */
    @Test
    void whateverACustomizerThrows_isAMetritonExceptionThatNamesIt() {
        for (Throwable thrown : List.of(
                new IllegalStateException("bug"),
                new AssertionError("bug"),
                new IOException("bug"),
                new Exception("bug"))) {
            assertThatThrownBy(() -> report(thrown))
                    .isExactlyInstanceOf(MetritonException.class)
                    .hasMessageContaining("a lambda in " + ReportCustomizerTest.class.getName())
                    .hasCause(thrown);
        }
    }

    @Test
    void customizerWithoutMemory_isAMetritonException() {
        OutOfMemoryError none = new OutOfMemoryError("as if");

        assertThatThrownBy(() -> report(none))
                .isExactlyInstanceOf(MetritonException.class)
                .hasMessage("there is no memory for the report: java.lang.OutOfMemoryError: as if")
                .hasCause(none);
    }

    /** The caller's own values are in order: what it gets is not an exception about its argument. */
    @Test
    void customizerThatPutsWhatIsNoJson_isAMetritonException() {
        try (Reporter reporter = Reporter.builder("customized", "1.0")
                .environment(Map.of())
                .installId("an-id")
                .transport(FakeTransport.answering(200, "{}"))
                .customizer(metadata -> metadata.put("x", Double.NaN))
                .build()) {
            assertThatThrownBy(() -> reporter.report(Map.of("ok", 1)))
                    .isExactlyInstanceOf(MetritonException.class)
                    .hasMessageStartingWith("a customizer made metadata that cannot be sent: metadata.x is NaN");
        }
    }

    @Test
    void baseMetadataThatIsNoJson_isNotTheCustomizersFault() {
        try (Reporter reporter = Reporter.builder("customized", "1.0")
                .environment(Map.of())
                .installId("an-id")
                .transport(FakeTransport.answering(200, "{}"))
                .baseMetadata(Map.of("x", Double.NaN))
                .customizer(ReportCustomizer.index())
                .build()) {
            assertThatThrownBy(() -> reporter.report(Map.of("ok", 1)))
                    .isExactlyInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("metadata.x is NaN");
        }
    }

    @Test
    void interruptedCustomizer_leavesTheInterruptFlag() {
        assertThatThrownBy(() -> report(new InterruptedException())).isExactlyInstanceOf(MetritonException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    private static void report(Throwable thrown) throws MetritonException {
        try (Reporter reporter = Reporter.builder("customized", "1.0")
                .environment(Map.of())
                .installId("an-id")
                .transport(FakeTransport.answering(200, "{}"))
                .customizer(metadata -> sneakyThrow(thrown))
                .build()) {
            reporter.report(Map.of());
        }
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void sneakyThrow(Throwable failure) throws T {
        throw (T) failure;
    }

    private static Map<String, Object> customized(ReportCustomizer customizer, Map<String, ?> metadata) {
        Map<String, Object> copy = new HashMap<>(metadata);
        customizer.customize(copy);
        return copy;
    }
}
