package io.metriton.core.internal.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.metriton.api.HttpStatusException;
import io.metriton.api.IncompleteResponseException;
import io.metriton.api.MalformedResponseException;
import io.metriton.api.MetritonException;
import io.metriton.api.ResponseTooLargeException;
import io.metriton.api.Transport;
import io.metriton.api.TransportRequest;
import io.metriton.api.TransportResponse;
import io.metriton.core.internal.process.DisableScoutOrders;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What came of a try, told by its outcome. */
class HttpSenderTest {
    private static final URI ENDPOINT = URI.create("http://sender.test/scout");
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final AppIdentity APP = new AppIdentity("sender-test", "1.0");

    private final List<TransportRequest> requests = new ArrayList<>();

    /** Orders hold for the process, and {@code false} takes them back. */
    @AfterEach
    void takeOrdersBack() {
        System.getProperties().stringPropertyNames().stream()
                .filter(name -> name.startsWith("disable_scout:sender-test@"))
                .forEach(name -> System.setProperty(name, "false"));
    }

    static Stream<Arguments> failures() {
        return Stream.of(
                Arguments.of(new ConnectException("refused"), Outcome.NOT_SENT),
                Arguments.of(new UnknownHostException("sender.test"), Outcome.NOT_SENT),
                Arguments.of(new NoRouteToHostException(), Outcome.NOT_SENT),
                Arguments.of(new SSLHandshakeException("who are you"), Outcome.NOT_SENT),
                Arguments.of(new SocketTimeoutException("late"), Outcome.NO_ANSWER),
                Arguments.of(new IOException("reset"), Outcome.NO_ANSWER),
                Arguments.of(new MetritonException("said"), Outcome.NO_ANSWER),
                Arguments.of(new IllegalStateException("bug"), Outcome.NO_ANSWER),
                Arguments.of(new OutOfMemoryError("unable to create native thread"), Outcome.NO_ANSWER),
                Arguments.of(new NoSuchMethodError("fastFallback"), Outcome.BROKEN),
                Arguments.of(new NoClassDefFoundError("Could not initialize class X"), Outcome.BROKEN),
                Arguments.of(new ExceptionInInitializerError(), Outcome.BROKEN));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void whatATransportThrows_isAFailureAndNeverThrown(Throwable thrown, Outcome outcome) {
        SendResult result = attempt(request -> sneakyThrow(thrown));

        assertThat(result.outcome()).isEqualTo(outcome);
        assertThat(result.response()).isEmpty();
        assertThat(result.date()).isEmpty();
        assertThatThrownBy(result::responseOrThrow).isInstanceOf(MetritonException.class);
        assertThat(String.valueOf(result.failure()).contains("may or may not have arrived"))
                .isEqualTo(outcome == Outcome.NO_ANSWER
                        && thrown instanceof IOException
                        && !(thrown instanceof MetritonException));
    }

    @ParameterizedTest
    @CsvSource({"200, UNREADABLE", "302, FOREIGN", "404, STATUS", "407, FOREIGN", "503, STATUS", "511, FOREIGN"})
    void answerTooLarge_isWhatItsStatusSays(int status, Outcome outcome) {
        SendResult result = attempt(request -> {
            throw new ResponseTooLargeException(status, 10);
        });

        assertThat(result.outcome()).isEqualTo(outcome);
        assertThat(result.failure())
                .isInstanceOf(status == 200 ? ResponseTooLargeException.class : HttpStatusException.class);
    }

    /** As when it fits: somebody else's page, and the endpoint's order, are told by their beginning. */
    @ParameterizedTest
    @CsvSource({
        "200, <html>, FOREIGN",
        "403, <html>, FOREIGN",
        "404, <!DOCTYPE html>, FOREIGN",
        "200, {\"latest_version\":, UNREADABLE",
        "403, {, STATUS",
        "503, <html>, STATUS"
    })
    void answerTooLarge_isWhatItsBeginningSays(int status, String beginning, Outcome outcome) {
        SendResult result = attempt(request -> {
            throw tooLarge(status, beginning);
        });

        assertThat(result.outcome()).isEqualTo(outcome);
    }

    @Test
    void orderToStopInAnAnswerTooLarge_isObeyed() {
        URI endpoint = URI.create("http://too-large.test/scout");
        Transport transport = request -> {
            throw tooLarge(503, "{\"disable_scout\": true, \"notices\": [\"");
        };
        sender(transport, null).attempt(report(null), endpoint, System.nanoTime());

        assertThat(DisableScoutOrders.isStopped("sender-test", endpoint)).isTrue();
    }

    private static ResponseTooLargeException tooLarge(int status, String beginning) {
        return new ResponseTooLargeException(
                status,
                10,
                TransportResponse.builder()
                        .status(status)
                        .body(beginning.getBytes(UTF_8))
                        .build());
    }

    static Stream<Throwable> cutOff() {
        return Stream.of(
                cutOff(200, "{\"disable_scout\": true, "),
                new SocketTimeoutException("late").initCause(cutOff(200, "{\"disable_scout\": true, ")),
                new InterruptedIOException().initCause(cutOff(200, "{\"disable_scout\": true}")));
    }

    /** A report that was answered with 2xx was sent again, and the order was passed over. */
    @ParameterizedTest
    @MethodSource("cutOff")
    void answerOfSuccessThatIsCutOff_isDeliveredAndItsOrderObeyed(Throwable thrown) {
        SendResult result = attempt(request -> sneakyThrow(thrown));

        assertThat(result.outcome()).isEqualTo(Outcome.UNREADABLE);
        assertThat(result.failure())
                .isInstanceOfSatisfying(
                        MalformedResponseException.class,
                        e -> assertThat(e.delivered()).isTrue())
                .hasMessageStartingWith(
                        "the report was delivered, but the answer of http://sender.test/scout (status 200,")
                .hasMessageEndingWith("was cut off")
                .hasCause(thrown);
        assertThat(DisableScoutOrders.isStopped("sender-test", ENDPOINT)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "200, '', UNREADABLE",
        "200, <html>, FOREIGN",
        "400, {, STATUS",
        "404, '', FOREIGN",
        "404, {, STATUS",
        "403, <html>, FOREIGN",
        "503, {, STATUS",
        "511, '', FOREIGN"
    })
    void answerThatIsCutOff_isWhatItsStatusAndBeginningSay(int status, String beginning, Outcome outcome) {
        SendResult result = attempt(request -> {
            throw cutOff(status, beginning);
        });

        assertThat(result.outcome()).isEqualTo(outcome);
    }

    @Test
    void orderToStopInAnAnswerThatIsCutOff_isObeyedWhateverTheStatus() {
        attempt(request -> {
            throw cutOff(503, "{\"disable_scout\": true");
        });

        assertThat(DisableScoutOrders.isStopped("sender-test", ENDPOINT)).isTrue();
    }

    private static IncompleteResponseException cutOff(int status, String beginning) {
        return new IncompleteResponseException(response(status, beginning, Map.of()), new EOFException());
    }

    /** What a client's exception repeats of an answer is a server's text. */
    @Test
    void messageOfATransport_isOneLineWithoutControlCharacters() {
        SendResult result = attempt(request -> {
            throw new IOException(
                    "Invalid status line: \"\u001b]0;owned\u0007\u001b[2J\nINFO forged " + "x".repeat(1_000));
        });

        assertThat(result.failure().getMessage())
                .contains("Invalid status line: \"]0;owned[2J INFO forged xxx")
                .hasSizeLessThan(400);
    }

    @Test
    void noTimeLeft_isNotSent() {
        SendResult result = sender(answering(200, "{}"), null)
                .attempt(report(null), ENDPOINT, System.nanoTime() - TIMEOUT.toNanos());

        assertThat(result.outcome()).isEqualTo(Outcome.NOT_SENT);
        assertThat(result.failure())
                .hasMessage(
                        "the timeout of 5000 ms was over before the report could be sent to http://sender.test/scout:"
                                + " finding the install ID, or redirects, took too long");
        assertThat(requests).isEmpty();
    }

    @Test
    void proxyThatCannotBeUsed_isNotSentAndNothingGoesDirectly() {
        EnvironmentProxies proxies = new EnvironmentProxies(Map.of("HTTP_PROXY", "socks5://p"), ENDPOINT);
        SendResult result = sender(answering(200, "{}"), proxies).attempt(report(null), ENDPOINT, System.nanoTime());

        assertThat(result.outcome()).isEqualTo(Outcome.NOT_SENT);
        assertThat(result.failure()).hasMessageStartingWith("HTTP_PROXY names no http proxy");
        assertThat(requests).isEmpty();
    }

    @Test
    void goodAnswer_isTheResponse() throws MetritonException {
        SendResult result = attempt(answering(200, "{\"latest_version\":\"2.0\"}"));

        assertThat(result.outcome()).isEqualTo(Outcome.ACCEPTED);
        assertThat(result.failure()).isNull();
        assertThat(result.responseOrThrow().orElseThrow().latestVersion()).isEqualTo("2.0");
        assertThat(attempt(answering(404, "")).responseOrThrow()).isEmpty();
    }

    @Test
    void key_isTheSameHeaderForEveryTry() {
        sender(answering(200, "{}"), null).attempt(report("k1"), ENDPOINT, System.nanoTime());
        sender(answering(200, "{}"), null).attempt(report(null), ENDPOINT, System.nanoTime());

        assertThat(requests.get(0).headers()).containsEntry("Idempotency-Key", "k1");
        assertThat(requests.get(1).headers()).doesNotContainKey("Idempotency-Key");
    }

    @Test
    void redirects_areFollowedFiveTimes() {
        SendResult result = attempt(redirecting("/again"));

        assertThat(requests).hasSize(6);
        assertThat(result.outcome()).isEqualTo(Outcome.STATUS);
        assertThat(result.failure()).hasMessage("http://sender.test/again answered with status 307, Location: /again");
    }

    @Test
    void redirectToAnOriginThatOrderedSilence_isNotFollowed() {
        DisableScoutOrders.obey("sender-test", URI.create("http://silent.test/"));
        attempt(redirecting("http://silent.test/scout"));
        assertThat(requests).hasSize(1);

        DisableScoutOrders.obey("another", URI.create("http://other.test/"));
        attempt(redirecting("http://other.test/scout"));
        assertThat(requests.size()).as("another application's order").isGreaterThan(2);
    }

    @Test
    void orderToStop_isOfTheApplicationAndBothOrigins() {
        attempt(request -> request.endpoint().getHost().equals("target.test")
                ? response(503, "{\"disable_scout\":true}", Map.of())
                : response(308, "", Map.of("Location", "http://target.test/")));

        assertThat(DisableScoutOrders.isStopped("sender-test", ENDPOINT)).isTrue();
        assertThat(DisableScoutOrders.isStopped("sender-test", URI.create("http://target.test/")))
                .isTrue();
        assertThat(DisableScoutOrders.isStopped("sender-test-2", ENDPOINT)).isFalse();
    }

    @Test
    void orderInARedirect_isObeyedAndTheRedirectNotFollowed() {
        attempt(request -> response(307, "{\"disable_scout\":true}", Map.of("Location", "/next")));

        assertThat(requests).hasSize(1);
        assertThat(DisableScoutOrders.isStopped("sender-test", ENDPOINT)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"200, UNREADABLE", "503, NO_ANSWER"})
    void answerWhoseReadingThrowsAnError_isNotSentAgainAfterSuccess(int status, Outcome outcome) {
        TransportResponse answer = response(status, "{}", Map.of());
        SendResult result = attempt(request -> new TransportResponse() {
            @Override
            public int status() {
                return status;
            }

            @Override
            public Map<String, List<String>> headers() {
                return answer.headers();
            }

            @Override
            public byte[] body() {
                throw new OutOfMemoryError("as if");
            }
        });

        assertThat(result.outcome()).isEqualTo(outcome);
        assertThat(result.failure()).hasMessageContaining("cannot be read: OutOfMemoryError: as if");
        assertThat(requests).hasSize(1);
    }

    private SendResult attempt(Transport transport) {
        return sender(transport, null).attempt(report(null), ENDPOINT, System.nanoTime());
    }

    private HttpSender sender(Transport transport, EnvironmentProxies proxies) {
        Transport recording = request -> {
            requests.add(request);
            return transport.send(request);
        };
        return new HttpSender(recording, TIMEOUT, null, proxies, Clock.systemUTC());
    }

    private static EncodedReport report(String key) {
        return new EncodedReport(APP, "{}".getBytes(UTF_8), key);
    }

    private static Transport answering(int status, String body) {
        return request -> response(status, body, Map.of());
    }

    private static Transport redirecting(String location) {
        return request -> response(307, "", Map.of("Location", location));
    }

    private static TransportResponse response(int status, String body, Map<String, String> headers) {
        TransportResponse.Builder response =
                TransportResponse.builder().status(status).body(body.getBytes(UTF_8));
        headers.forEach(response::header);
        return response.build();
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <R, T extends Throwable> R sneakyThrow(Throwable failure) throws T {
        throw (T) failure;
    }
}
