package io.metriton.testkit;

import static io.metriton.testkit.MetritonAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@Timeout(30)
@ExtendWith(MetritonExtension.class)
class MetritonServerAssertTest {
    private static final String TWO = "2 reports:\n  1. hello 1.0.0, metadata {\"action\": \"start\"}"
            + "\n  2. hello 1.0.0, metadata {\"action\": \"stop\", \"index\": 2}";
    private static final String LATER =
            "\n  What is sent in the background may still come: call server.awaitReport(Duration) before.";

    @Test
    void nothing_isReceivedNothing(MetritonServer server) {
        assertThat(server).receivedNothing().received(0);
        Assertions.assertThat(server).receivedNothing();
        assertFails(() -> assertThat(server).received(1), "expected 1 report, but received no report" + LATER);
        assertFails(
                () -> assertThat(server).receivedExactlyOneReport(),
                "expected 1 report, but received no report" + LATER);
        assertFails(
                () -> assertThat(server).received("action", "stop"),
                "expected a report with the metadata \"action\": \"stop\", but received no report" + LATER);
    }

    @Test
    void one_isTheReportToAssertOn(MetritonServer server) throws Exception {
        post(server, "{\"action\":\"start\"}");

        assertThat(server).receivedExactlyOneReport().hasApplication("hello");
        assertFails(
                () -> assertThat(server)
                        .as("privacy")
                        .receivedExactlyOneReport()
                        .hasApplication("x"),
                "[privacy] expected application \"x\", but it is \"hello\" in: hello 1.0.0, metadata {\"action\": \"start\"}");
        assertFails(
                () -> assertThat(server).receivedNothing(),
                "expected nothing, but received 1 report:\n  1. hello 1.0.0, metadata {\"action\": \"start\"}");
    }

    @Test
    void two_areCountedAndSearched(MetritonServer server) throws Exception {
        post(server, "{\"action\":\"start\"}");
        post(server, "{\"action\":\"stop\",\"index\":2}");

        assertThat(server)
                .received(2)
                .received("action", "start")
                .received("action", "stop")
                .received("index", 2L)
                .received(
                        first -> assertThat(first).hasMetadata("action", "start"),
                        second -> assertThat(second).hasMetadata("index", 2));
        assertFails(() -> assertThat(server).received(3), "expected 3 reports, but received " + TWO + LATER);
        assertFails(
                () -> assertThat(server).received("action", null),
                "expected a report with the metadata \"action\": null, but received " + TWO + LATER);
        assertFails(() -> assertThat(server).received(any -> {}), "expected 1 report, but received " + TWO);
    }

    @Test
    void requirementNotMet_saysOfWhichReport(MetritonServer server) throws Exception {
        post(server, "{\"action\":\"start\"}");
        post(server, "{}");

        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> assertThat(server)
                        .received(any -> {}, second -> assertThat(second).hasVersion("2")))
                .withMessage("report 2 of 2: expected version \"2\", but it is \"1.0.0\" in: hello 1.0.0, metadata {}")
                .satisfies(error -> Assertions.assertThat(error.getSuppressed()).hasSize(1));
    }

    @Test
    void noReport_failsEveryAssertionAndIsShown(MetritonServer server) throws Exception {
        post(server, "{}");
        Client.post(server.endpoint(), "hello");
        Client.send(server.endpoint(), "GET");
        String message = "expected reports only, but received 2 requests that are none:"
                + "\n  1. POST /scout: not JSON: hello\n  2. GET /scout: not a POST";

        assertFails(() -> assertThat(server).received(1), message);
        assertFails(() -> assertThat(server).received(any -> {}), message);
        assertFails(() -> assertThat(server).received("action", "start"), message);
        assertFails(() -> assertThat(server).receivedExactlyOneReport(), message);
        assertFails(() -> assertThat(server).receivedNothing(), message);
    }

    @Test
    void nullServer_fails() {
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> assertThat((MetritonServer) null).receivedNothing())
                .withMessageContaining("Expecting actual not to be null");
    }

    private static void assertFails(ThrowingCallable assertion, String message) {
        assertThatExceptionOfType(AssertionError.class).isThrownBy(assertion).withMessage(message);
    }

    private static void post(MetritonServer server, String metadata) throws Exception {
        Client.post(server.endpoint(), Client.report(metadata));
    }
}
