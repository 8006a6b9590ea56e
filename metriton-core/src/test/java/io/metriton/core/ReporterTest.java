package io.metriton.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.metriton.api.HttpStatusException;
import io.metriton.api.InstallIdException;
import io.metriton.api.MetritonException;
import io.metriton.api.Response;
import java.io.IOException;
import java.net.URI;
import java.util.AbstractMap;
import java.util.ConcurrentModificationException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a reporter sends; see also {@link ReporterBuilderTest} and {@link ReporterStateTest}. */
@ExtendWith(SystemState.class)
class ReporterTest {
    private static final URI ENDPOINT = URI.create("https://reporter.example/scout");

    private final FakeTransport transport = FakeTransport.answering(200, "{\"latest_version\":\"2.0\"}");

    @Test
    void report_isSentAndAnswered() throws MetritonException {
        Response response = builder().build().report(Map.of("action", "start"));

        assertThat(response.latestVersion()).isEqualTo("2.0");
        assertThat(transport.request().endpoint()).isEqualTo(ENDPOINT);
        assertThat(transport.sent())
                .isEqualTo("{\"application\":\"app\",\"install_id\":\"id\",\"version\":\"1.0\","
                        + "\"metadata\":{\"action\":\"start\"}}");
    }

    @Test
    void nullMetadata_countsAsEmpty() throws MetritonException {
        builder().build().report(null);

        assertThat(transport.sent()).endsWith("\"metadata\":{}}");
    }

    @Test
    void metadata_isThatOfTheCallOverTheProvidersOverTheBase() throws MetritonException {
        Map<String, Object> call = new HashMap<>();
        call.put("c", null);
        Reporter reporter = builder()
                .baseMetadata(Map.of("a", "base"))
                .baseMetadata(Map.of("b", "base"))
                .baseMetadata(Map.of("c", "base"))
                .installIdProvider(context -> {
                    context.putBaseMetadata("b", "provider");
                    context.putBaseMetadata("c", "provider");
                    return Optional.of("id");
                })
                .build();
        reporter.report(call);

        assertThat(transport.sent()).endsWith("\"metadata\":{\"a\":\"base\",\"b\":\"provider\",\"c\":null}}");
        assertThat(call).as("untouched").hasSize(1);
    }

    @Test
    void baseMetadata_isCopiedAndNoReportLeaksIntoTheNext() throws MetritonException {
        Map<String, Object> base = new HashMap<>(Map.of("a", 1));
        Reporter reporter = builder().baseMetadata(base).build();
        base.put("later", true);
        reporter.report(Map.of("once", 1));
        reporter.report(Map.of());

        assertThat(transport.sent()).endsWith("\"metadata\":{\"a\":1}}");
    }

    @Test
    void customizers_runInOrderOnTheMergedMetadata() throws MetritonException {
        Reporter reporter = builder()
                .baseMetadata(Map.of("base", 1))
                .customizer(metadata -> metadata.put("first", metadata.remove("call")))
                .customizer(metadata -> metadata.put("second", metadata.get("first")))
                .build();
        reporter.report(Map.of("call", "x"));

        assertThat(transport.sent()).endsWith("\"metadata\":{\"base\":1,\"first\":\"x\",\"second\":\"x\"}}");
    }

    @Test
    void customizerThatFails_isNamedAndNothingIsSent() {
        IllegalStateException failure = new IllegalStateException("kaputt");
        Reporter reporter = builder()
                .customizer(metadata -> {
                    throw failure;
                })
                .build();

        assertThatThrownBy(() -> reporter.report(Map.of()))
                .isExactlyInstanceOf(MetritonException.class)
                .hasMessageStartingWith("the report customizer ")
                .hasMessageContaining(getClass().getName())
                .hasCause(failure);
        assertThat(transport.requests()).isEmpty();
    }

    @Test
    void metadataThatIsNoJson_isTheCallersMistake() {
        assertThatThrownBy(() -> builder().build().report(Map.of("k", new Object())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "metadata.k is no JSON value but a java.lang.Object: use text, numbers, booleans, null, lists or maps");
    }

    @Test
    void metadataThatChangesWhileItIsRead_isTheCallersMistake() {
        Map<String, Object> changing = new AbstractMap<>() {
            @Override
            public Set<Entry<String, Object>> entrySet() {
                throw new ConcurrentModificationException("changed");
            }
        };

        assertThatThrownBy(() -> builder().build().report(changing))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("metadata cannot be read: ")
                .hasCauseInstanceOf(ConcurrentModificationException.class);
    }

    @Test
    void endpointThatDoesNotKnowTheApplication_isAnsweredWithTheOwnVersion() throws MetritonException {
        Response response =
                builder().transport(FakeTransport.answering(404, "")).build().report(Map.of());

        assertThat(response.application()).isEqualTo("app");
        assertThat(response.latestVersion()).isEqualTo("1.0");
        assertThat(response.notices()).isEmpty();
    }

    @Test
    void refusal_isThrown() {
        Reporter reporter =
                builder().transport(FakeTransport.answering(503, "")).build();

        assertThatThrownBy(() -> reporter.report(Map.of())).isInstanceOf(HttpStatusException.class);
    }

    @Test
    void noInstallId_sendsNothing() {
        Reporter reporter =
                builder().installIdProvider(context -> Optional.empty()).build();

        assertThatThrownBy(() -> reporter.report(Map.of())).isInstanceOf(InstallIdException.class);
        assertThatThrownBy(reporter::installId).isInstanceOf(InstallIdException.class);
        assertThat(transport.requests()).isEmpty();
    }

    @Test
    void fallback_isReportedWithTheKindOfTheErrorUntilTheIdIsFound() throws MetritonException {
        AtomicInteger asked = new AtomicInteger();
        Reporter reporter = builder()
                .installIdFallback("00000000-0000-0000-0000-000000000000")
                .installIdProvider(context -> {
                    if (asked.incrementAndGet() == 1) {
                        throw new IllegalStateException(new IOException("/home/somebody"));
                    }
                    return Optional.of("id");
                })
                .build();

        reporter.report(Map.of());
        assertThat(transport.sent())
                .contains("\"install_id\":\"00000000-0000-0000-0000-000000000000\"")
                .endsWith("\"metadata\":{\"install_id_error\":\"IOException\"}}");
        reporter.report(Map.of());
        assertThat(transport.sent()).contains("\"install_id\":\"id\"").endsWith("\"metadata\":{}}");
    }

    @Test
    @Timeout(30)
    void fallbackOfAFailureWhoseCausesGoRound_isReportedAndDoesNotHang() throws MetritonException {
        Exception outer = new Exception("outer");
        Exception inner = new Exception("inner", outer);
        outer.initCause(inner);
        Reporter reporter = builder()
                .installIdFallback("fallback")
                .installIdProvider(context -> {
                    throw new IOException(outer);
                })
                .build();

        reporter.report(Map.of());
        assertThat(transport.sent()).contains("\"install_id_error\":\"Exception\"");
    }

    @Test
    void installId_isFoundWithoutAReport() throws MetritonException {
        assertThat(builder().build().installId()).isEqualTo("id");
        assertThat(transport.requests()).isEmpty();
    }

    private Reporter.Builder builder() {
        return Reporter.builder("app", "1.0")
                .environment(Map.of())
                .endpoint(ENDPOINT)
                .transport(transport)
                .installId("id");
    }
}
