package io.metriton.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class MetritonServerTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private MetritonServer server;

    @BeforeEach
    void start() throws Exception {
        server = MetritonServer.start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void endpoint_isOnLoopback() {
        assertThat(server.endpoint().toString()).matches("http://127\\.0\\.0\\.1:[0-9]+/scout");
    }

    @Test
    void withoutScript_theReportedVersionIsTheLatest() throws Exception {
        HttpResponse<String> answer = Client.post(server.endpoint(), Client.report("{}"));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(answer.body()).contains("\"latest_version\" : \"1.0.0\"");
    }

    @Test
    void script_answersInOrderAndThenAsAlways() throws Exception {
        server.answer(Answer.known("2"), Answer.unknown()).answerAlways(Answer.status(503));
        server.answer(Answer.known("3"));

        assertThat(post("{}").body()).contains("\"latest_version\" : \"2\"");
        assertThat(post("{}").statusCode()).isEqualTo(404);
        assertThat(post("{}").body()).contains("\"latest_version\" : \"3\"");
        assertThat(post("{}").statusCode()).isEqualTo(503);
        assertThat(post("{}").statusCode()).isEqualTo(503);
    }

    @Test
    void report_isKeptAsItCameAndAsValues() throws Exception {
        String json = Client.report("{\"text\":\"a\",\"int\":3,\"long\":3000000000,\"big\":36893488147419103232,"
                + "\"double\":1.5,\"yes\":true,\"none\":null,\"list\":[1,\"b\"],\"map\":{\"k\":\"v\"}}");
        Client.post(server.endpoint(), json);

        ReceivedReport received = server.reports().get(0);

        assertThat(received.json()).isEqualTo(json);
        assertThat(received.application()).isEqualTo("hello");
        assertThat(received.version()).isEqualTo("1.0.0");
        assertThat(received.installId()).isEqualTo("an id");
        assertThat(received.header("x-TEST")).contains("one, two");
        assertThat(received.header("absent")).isEmpty();
        Map<String, Object> expected = new HashMap<>(Map.of("text", "a", "int", 3, "long", 3_000_000_000L));
        expected.putAll(Map.of("big", BigInteger.ONE.shiftLeft(65), "double", new BigDecimal("1.5"), "yes", true));
        expected.putAll(Map.of("list", List.of(1, "b"), "map", Map.of("k", "v")));
        expected.put("none", null);
        assertThat(received.report().metadata()).isEqualTo(expected).isEqualTo(received.metadata());
        assertThat(received)
                .hasToString("hello 1.0.0, metadata {\"text\": \"a\", \"int\": 3, \"long\": 3000000000,"
                        + " \"big\": 36893488147419103232, \"double\": 1.5, \"yes\": true, \"none\": null,"
                        + " \"list\": [1, \"b\"], \"map\": {\"k\": \"v\"}}");
    }

    @Test
    void otherPath_isAReportToo() throws Exception {
        Client.post(server.endpoint().resolve("/beta/scout?x=y"), Client.report("{}"));

        assertThat(server.reports()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``|not JSON",
                "hello|not JSON",
                "{} {}|not JSON",
                "{},{}|not JSON",
                "[]|not a JSON object",
                "{}|\"application\" is no text, blank or missing",
                "{\"application\":\" \"}|\"application\" is no text, blank or missing",
                "{\"application\":\"a\",\"install_id\":7}|\"install_id\" is no text, blank or missing",
                "{\"application\":\"a\",\"install_id\":\"i\"}|\"version\" is no text, blank or missing",
                "{\"application\":\"a\",\"install_id\":\"i\",\"version\":\"1\",\"metadata\":null}"
                        + "|\"metadata\" is no object, or missing",
                "{\"application\":\"a\",\"install_id\":\"i\",\"version\":\"1\",\"metadata\":{},\"user\":\"jane\"}"
                        + "|more fields than a report has: [user]",
            })
    void noReport_isAnsweredWith400AndKeptWithTheReason(String body, String reason) throws Exception {
        server.answer(Answer.status(500));

        assertThat(Client.post(server.endpoint(), body).statusCode()).isEqualTo(400);

        assertThat(server.rejected()).containsExactly("POST /scout: " + reason + ": " + body);
        assertThat(server.reports()).isEmpty();
        assertThat(post("{}").statusCode()).as("the script is for reports").isEqualTo(500);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "PUT"})
    void otherMethod_isAnsweredWith405AndKept(String method) throws Exception {
        assertThat(Client.send(server.endpoint(), method).statusCode()).isEqualTo(405);

        assertThat(server.rejected()).containsExactly(method + " /scout: not a POST");
    }

    @Test
    void none_closesTheConnection() throws Exception {
        server.answer(Answer.none());

        assertThatExceptionOfType(IOException.class).isThrownBy(() -> post("{}"));

        assertThat(server.reports()).hasSize(1);
        assertThat(post("{}").statusCode()).isEqualTo(200);
    }

    @Test
    void never_isSilentUntilTheServerIsClosed() throws Exception {
        server.answerAlways(Answer.never());
        CompletableFuture<HttpResponse<String>> answer = Client.postLater(server.endpoint(), Client.report("{}"));
        server.awaitReport(PATIENCE);
        assertThat(answer).isNotDone();

        server.close();

        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() -> answer.get(10, TimeUnit.SECONDS))
                .withCauseInstanceOf(IOException.class);
    }

    @Test
    void after_answersLaterAndClosingDoesNotWaitForIt() throws Exception {
        server.answer(
                Answer.upToDate().after(Duration.ofMillis(50)),
                Answer.upToDate().after(Duration.ofHours(1)));
        long start = System.nanoTime();
        post("{}");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(50));
        CompletableFuture<HttpResponse<String>> late = Client.postLater(server.endpoint(), Client.report("{}"));
        server.awaitReports(2, PATIENCE);

        server.close();

        assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> late.get(10, TimeUnit.SECONDS));
    }

    @Test
    void awaitReports_givesWhatArrivedBeforeAndMeanwhile() throws Exception {
        post("{\"n\":1}");
        CompletableFuture<HttpResponse<String>> second =
                Client.postLater(server.endpoint(), Client.report("{\"n\":2}"));

        List<ReceivedReport> reports = server.awaitReports(2, PATIENCE);

        assertThat(reports).extracting(report -> report.metadata().get("n")).containsExactly(1, 2);
        assertThat(server.awaitReport(PATIENCE)).isSameAs(reports.get(0));
        assertThat(second.get(10, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
    }

    @Test
    void awaitReports_fewer_failsAndNamesWhatArrived() throws Exception {
        post("{\"action\":\"start\"}");

        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> server.awaitReports(2, Duration.ofMillis(20)))
                .withMessage("expected 2 reports within PT0.02S, but received 1 report:"
                        + "\n  1. hello 1.0.0, metadata {\"action\": \"start\"}");
    }

    @Test
    void awaitReport_nothing_fails() {
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> server.awaitReport(Duration.ZERO))
                .withMessage("expected 1 report within PT0S, but received no report");
    }

    @Test
    void awaitReport_noReportArrives_failsAtOnceAndShowsIt() throws Exception {
        Client.post(server.endpoint(), "hello");

        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> server.awaitReport(Duration.ofHours(1)))
                .withMessage("expected reports only, but received 1 request that is none:"
                        + "\n  1. POST /scout: not JSON: hello");
    }

    @Test
    void awaitReport_interrupted_failsWithTheFlagSet() {
        Thread.currentThread().interrupt();

        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> server.awaitReport(PATIENCE))
                .withMessage("interrupted while waiting for 1 report");
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void close_takesBackOrdersOfItsOriginOnly() {
        String own = "disable_scout:app@http://127.0.0.1:" + server.endpoint().getPort();
        String other =
                "disable_scout:app@http://127.0.0.1:1" + server.endpoint().getPort();
        System.setProperty(own, "true");
        System.setProperty(other, "true");
        try {
            server.close();
            server.close();

            assertThat(System.getProperty(own)).isEqualTo("false");
            assertThat(System.getProperty(other)).isEqualTo("true");
        } finally {
            System.clearProperty(own);
            System.clearProperty(other);
        }
    }

    @Test
    void threads_areDaemonsAndEndWithTheServer() throws Exception {
        post("{}");
        List<Thread> threads = threads();
        assertThat(threads).isNotEmpty().allMatch(Thread::isDaemon);

        server.close();

        for (Thread thread : threads) {
            thread.join(10_000);
            assertThat(thread.isAlive()).as(thread.getName()).isFalse();
        }
    }

    private static List<Thread> threads() {
        Thread[] all = new Thread[1000];
        int count = Thread.enumerate(all);
        return Arrays.stream(all, 0, count)
                .filter(thread -> thread.getName().startsWith("metriton-server")
                        || thread.getName().startsWith("HTTP-Dispatcher"))
                .toList();
    }

    private HttpResponse<String> post(String metadata) throws Exception {
        return Client.post(server.endpoint(), Client.report(metadata));
    }
}
