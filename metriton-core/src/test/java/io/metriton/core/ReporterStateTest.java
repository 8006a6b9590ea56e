package io.metriton.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.metriton.api.InstallIdException;
import io.metriton.api.MetritonException;
import io.metriton.api.Response;
import io.metriton.api.Transport;
import io.metriton.api.TransportConfig;
import io.metriton.api.TransportProvider;
import io.metriton.api.TransportRequest;
import io.metriton.api.TransportResponse;
import io.metriton.core.internal.process.DisableScoutOrders;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Enabled, disabled by whom, stopped, closed. */
@ExtendWith(SystemState.class)
class ReporterStateTest {
    private final FakeTransport transport = FakeTransport.answering(200, "{\"latest_version\":\"2.0\"}");

    @Test
    void enabled_saysWhereAndHow() throws MetritonException {
        Reporter reporter = builder("enabled").build();
        ReporterStatus before = reporter.status();

        assertThat(before.enabled()).isTrue();
        assertThat(before.disabledReason()).isEmpty();
        assertThat(before.endpoint()).hasToString("https://enabled.example/scout");
        assertThat(before.transport()).contains(FakeTransport.class.getName());
        assertThat(before.installIdSource()).contains("given by the application");
        assertThat(before.lastSuccess()).isEmpty();
        assertThat(before.lastFailure()).isEmpty();
        assertThat(before)
                .hasToString("ReporterStatus[enabled, endpoint=https://enabled.example/scout,"
                        + " transport=io.metriton.core.FakeTransport, installIdSource=given by the application,"
                        + " lastSuccess=none, lastFailure=none]");
        reporter.report(Map.of());
        assertThat(reporter.status().lastSuccess()).isPresent();
        assertThat(before.lastSuccess()).as("a snapshot").isEmpty();
    }

    @Test
    void status_showsNoUserInfo() {
        Reporter reporter = builder("status")
                .endpoint(URI.create("https://user:secret@status.example/scout"))
                .build();

        assertThat(reporter.status().endpoint()).hasToString("https://status.example/scout");
    }

    @Test
    void disabledByTheApplication_touchesNothing() throws MetritonException {
        Reporter reporter = builder("application").enabled(false).build();

        assertSilent(reporter, "the application disabled it (enabled(false))");
        assertThatThrownBy(reporter::installId)
                .isInstanceOf(InstallIdException.class)
                .hasMessage("no install ID is looked for:" + " the application disabled it (enabled(false))");
    }

    @Test
    void disabledByTheUser_touchesNothingEvenIfTheApplicationEnablesIt() throws MetritonException {
        Reporter byVariable = builder("user")
                .environment(Map.of("DO_NOT_TRACK", "1"))
                .enabled(true)
                .build();
        assertSilent(byVariable, "DO_NOT_TRACK is set");

        System.setProperty("metriton.disabled", "true");
        assertSilent(builder("user").build(), "the system property metriton.disabled is set");
    }

    @Test
    void disabledReporter_answersEvenWhenClosedAndWhateverItsMetadata() throws MetritonException {
        Reporter reporter = builder("closed").enabled(false).build();
        reporter.close();

        assertThat(reporter.report(Map.of("k", new Object())).latestVersion()).isEqualTo("1.0");
    }

    @Test
    void orderToBeSilent_silencesEveryReporterToThatOrigin() throws MetritonException {
        FakeTransport ordering = FakeTransport.answering(200, "{\"disable_scout\":true,\"latest_version\":\"3.0\"}");
        Reporter first = builder("silent").transport(ordering).build();
        Reporter second = builder("silent").build();
        Reporter other = builder("loud").build();

        Response answer = first.report(Map.of());
        assertThat(answer.disableScout()).isTrue();
        assertThat(answer.latestVersion()).isEqualTo("3.0");
        assertThat(first.report(Map.of()).latestVersion()).isEqualTo("1.0");
        assertThat(ordering.requests()).hasSize(1);
        assertThat(second.report(Map.of()).latestVersion()).isEqualTo("1.0");
        assertThat(transport.requests()).isEmpty();
        assertThat(second.status().enabled()).isFalse();
        assertThat(second.status().disabledReason())
                .contains("the endpoint ordered it (disable_scout) until the process ends");
        assertThat(builder("silent").build().status().enabled()).isFalse();

        assertThat(other.status().enabled()).isTrue();
        assertThat(other.report(Map.of()).latestVersion()).isEqualTo("2.0");
    }

    @Test
    void orderWhileTheIdIsLookedFor_isObeyedByTheReportThatLooks() throws MetritonException {
        Reporter reporter = Reporter.builder("app", "1.0")
                .endpoint(URI.create("https://meanwhile.example/scout"))
                .transport(transport)
                .installIdProvider(context -> {
                    DisableScoutOrders.obey("app", URI.create("https://meanwhile.example/"));
                    return Optional.of("id");
                })
                .build();

        assertThat(reporter.report(Map.of()).latestVersion()).isEqualTo("1.0");
        assertThat(transport.requests()).isEmpty();
        assertThat(reporter.installId()).as("found before the order").isEqualTo("id");
    }

    @Test
    void orderToBeSilentOrClose_looksForNoInstallId() {
        DisableScoutOrders.obey("app", URI.create("https://noid.example/"));
        AtomicInteger asked = new AtomicInteger();
        Reporter.Builder builder = Reporter.builder("app", "1.0")
                .transport(transport)
                .installIdProvider(context -> Optional.of("id" + asked.incrementAndGet()));
        Reporter silent = builder.endpoint(URI.create("https://noid.example/x")).build();
        Reporter closed =
                builder.endpoint(URI.create("https://closedid.example/x")).build();
        closed.close();

        assertThatThrownBy(silent::installId).isInstanceOf(InstallIdException.class);
        assertThatThrownBy(closed::installId)
                .isInstanceOf(InstallIdException.class)
                .hasMessageEndingWith("the reporter is closed");
        assertThat(asked).hasValue(0);
    }

    @Test
    void transportThatFailsToClose_doesNotFailTheHost() {
        Transport failing = new Transport() {
            @Override
            public TransportResponse send(TransportRequest request) {
                throw new IllegalStateException("never sent");
            }

            @Override
            public void close() {
                throw new IllegalStateException("cannot close");
            }
        };
        TransportProvider provider = new TransportProvider() {
            @Override
            public String name() {
                return "failing";
            }

            @Override
            public Transport create(TransportConfig config) {
                return failing;
            }
        };
        Reporter reporter = Reporter.builder("app", "1.0").transport(provider).build();

        assertThat(reporter.status().transport()).contains("failing");
        assertThatCode(reporter::close).doesNotThrowAnyException();
    }

    @Test
    void closed_refusesReports() {
        Reporter reporter = builder("refuses").build();
        reporter.close();
        reporter.close();

        assertThatThrownBy(() -> reporter.report(Map.of()))
                .isExactlyInstanceOf(MetritonException.class)
                .hasMessage("the reporter is closed");
        assertThat(reporter.status().disabledReason()).contains("the reporter is closed");
        assertThat(transport.requests()).isEmpty();
    }

    @Test
    void closed_leavesAnInjectedTransportOpen() {
        builder("injected").build().close();

        assertThat(transport.isClosed()).isFalse();
    }

    private void assertSilent(Reporter reporter, String reason) throws MetritonException {
        Response response = reporter.report(Map.of("a", 1));

        assertThat(response.application()).isEqualTo("app");
        assertThat(response.latestVersion()).isEqualTo("1.0");
        assertThat(response.notices()).isEmpty();
        assertThat(response.hardLimit()).isFalse();
        assertThat(response.disableScout()).isFalse();
        assertThat(transport.requests()).isEmpty();
        assertThat(reporter.status().enabled()).isFalse();
        assertThat(reporter.status().disabledReason()).contains(reason);
        assertThat(reporter.status().transport()).isEqualTo(Optional.empty());
        assertThat(reporter.status().installIdSource()).isEmpty();
        assertThat(reporter.status().toString()).startsWith("ReporterStatus[disabled: " + reason);
    }

    private Reporter.Builder builder(String host) {
        return Reporter.builder("app", "1.0")
                .environment(Map.of())
                .endpoint(URI.create("https://" + host + ".example/scout"))
                .transport(transport)
                .installId("id");
    }
}
