package io.metriton.core.internal.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.metriton.api.HttpStatusException;
import io.metriton.api.MalformedResponseException;
import io.metriton.api.ResponseTooLargeException;
import io.metriton.api.TransportResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who answered, and what that means for the report. */
class ResponseHandlerTest {
    private static final URI ENDPOINT = URI.create("https://handler.example/scout");
    private static final AppIdentity APP = new AppIdentity("app", "1.0");
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC);
    private static final int MAX_BYTES = 10_000;
    private static final String STOP = "{\"disable_scout\":true}";
    private static final String PAGE = " \r\n<!DOCTYPE html><p>log in";

    @ParameterizedTest
    @CsvSource({
        // status, page by its text, page by its type, JSON object, empty, other text
        "200, FOREIGN, FOREIGN, ACCEPTED, ACCEPTED, UNREADABLE",
        "204, FOREIGN, FOREIGN, ACCEPTED, ACCEPTED, UNREADABLE",
        "299, FOREIGN, FOREIGN, ACCEPTED, ACCEPTED, UNREADABLE",
        "199, STATUS, STATUS, STATUS, STATUS, STATUS",
        "300, STATUS, STATUS, STATUS, STATUS, STATUS",
        "302, FOREIGN, FOREIGN, FOREIGN, FOREIGN, FOREIGN",
        "303, FOREIGN, FOREIGN, FOREIGN, FOREIGN, FOREIGN",
        "307, STATUS, STATUS, STATUS, STATUS, STATUS",
        "400, STATUS, STATUS, STATUS, STATUS, STATUS",
        "401, FOREIGN, FOREIGN, STATUS, STATUS, STATUS",
        "403, FOREIGN, FOREIGN, STATUS, STATUS, STATUS",
        "404, FOREIGN, FOREIGN, STATUS, ACCEPTED, STATUS",
        "405, FOREIGN, FOREIGN, STATUS, STATUS, STATUS",
        "407, FOREIGN, FOREIGN, FOREIGN, FOREIGN, FOREIGN",
        "410, STATUS, STATUS, STATUS, STATUS, STATUS",
        "451, FOREIGN, FOREIGN, STATUS, STATUS, STATUS",
        "500, STATUS, STATUS, STATUS, STATUS, STATUS",
        "503, STATUS, STATUS, STATUS, STATUS, STATUS",
        "511, FOREIGN, FOREIGN, FOREIGN, FOREIGN, FOREIGN"
    })
    void statusAndBody_sayWhoAnswered(
            int status, Outcome page, Outcome byType, Outcome object, Outcome empty, Outcome other) {
        assertThat(outcome(status, "text/plain", PAGE)).isEqualTo(page);
        assertThat(outcome(status, "Text/HTML; charset=utf-8", "log in")).isEqualTo(byType);
        assertThat(outcome(status, "application/xhtml+xml", "{\"cut\":")).isEqualTo(byType);
        assertThat(outcome(status, "text/html", "{\"latest_version\":\"2\"}")).isEqualTo(object);
        assertThat(outcome(status, "text/html", "")).isEqualTo(empty);
        assertThat(outcome(status, "application/json", "null")).isEqualTo(empty);
        assertThat(outcome(status, "text/plain", "no such thing")).isEqualTo(other);
        assertThat(outcome(status, "text/plain", "[]")).isEqualTo(other);
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 302, 303, 307, 401, 403, 404, 405, 407, 451, 500, 511})
    void orderToStop_isTheEndpointsWhateverTheStatus(int status) {
        ResponseHandler handler = handler(status, Map.of("Content-Type", "text/html"), STOP.getBytes(UTF_8));

        assertThat(handler.ordersStop()).isTrue();
        assertThat(handler.evaluate(APP).outcome()).isEqualTo(status == 200 ? Outcome.ACCEPTED : Outcome.STATUS);
        assertThat(handler(status, Map.of(), (STOP + "<").getBytes(UTF_8)).ordersStop())
                .isTrue();
        assertThat(handler(status, Map.of(), PAGE.getBytes(UTF_8)).ordersStop()).isFalse();
    }

    @Test
    void pageInThePlaceOfAnAnswer_isNotDelivered() {
        SendResult result = handler(200, Map.of("Content-Type", "text/html"), PAGE.getBytes(UTF_8))
                .evaluate(APP);

        assertThat(result.failure())
                .isInstanceOfSatisfying(
                        MalformedResponseException.class,
                        e -> assertThat(e.delivered()).isFalse());
        assertThat(result.outcome().isDelivered()).isFalse();
        assertThat(result.response()).isEmpty();
        assertThat(handler(403, Map.of(), PAGE.getBytes(UTF_8)).evaluate(APP).failure())
                .isInstanceOfSatisfying(
                        HttpStatusException.class, e -> assertThat(e.status()).isEqualTo(403));
    }

    @Test
    void textThatIsNoObject_isDelivered() {
        SendResult result = handler(200, Map.of(), "ok".getBytes(UTF_8)).evaluate(APP);

        assertThat(result.failure())
                .isInstanceOfSatisfying(
                        MalformedResponseException.class,
                        e -> assertThat(e.delivered()).isTrue());
        assertThat(result.outcome().isDelivered()).isTrue();
        assertThat(Outcome.ACCEPTED.isDelivered()).isTrue();
    }

    @Test
    void byteOrderMark_hidesNothing() {
        assertThat(outcome(200, "application/json", "\ufeff{}")).isEqualTo(Outcome.ACCEPTED);
        assertThat(outcome(200, "text/plain", "\ufeff <p>")).isEqualTo(Outcome.FOREIGN);
    }

    @Test
    void gzip_isReadWhateverTheHeadersSay() throws IOException {
        for (Map<String, String> headers :
                Arrays.asList(Map.<String, String>of(), Map.of("Content-Encoding", "gzip"))) {
            ResponseHandler handler = handler(200, headers, gzip("{\"latest_version\":\"2\",\"disable_scout\":true}"));

            assertThat(handler.ordersStop()).isTrue();
            assertThat(handler.evaluate(APP).response().orElseThrow().latestVersion())
                    .isEqualTo("2");
        }
        assertThat(handler(200, Map.of("Content-Encoding", "gzip"), "{}".getBytes(UTF_8))
                        .evaluate(APP)
                        .outcome())
                .as("says gzip and is none")
                .isEqualTo(Outcome.ACCEPTED);
        assertThat(handler(200, Map.of(), gzip(PAGE)).evaluate(APP).outcome()).isEqualTo(Outcome.FOREIGN);
    }

    @Test
    void gzipLargerThanTheBoundOnceDecompressed_isTooLargeAndItsOrderSeen() throws IOException {
        String blanks = " ".repeat(MAX_BYTES - STOP.length());

        assertThat(handler(200, Map.of(), gzip(STOP + blanks)).evaluate(APP).outcome())
                .isEqualTo(Outcome.ACCEPTED);
        ResponseHandler tooLarge = handler(200, Map.of(), gzip(STOP + blanks + " "));
        assertThat(tooLarge.ordersStop()).isTrue();
        assertThat(tooLarge.evaluate(APP).outcome()).isEqualTo(Outcome.UNREADABLE);
        assertThat(tooLarge.evaluate(APP).failure())
                .isInstanceOf(ResponseTooLargeException.class)
                .hasMessageContaining("larger than " + MAX_BYTES);
        assertThat(handler(503, Map.of(), gzip(blanks + STOP + " "))
                        .evaluate(APP)
                        .failure())
                .isInstanceOf(HttpStatusException.class);
    }

    @Test
    void gzipThatIsCutOffOrBroken_isMalformedAndItsOrderSeen() throws IOException {
        byte[] whole = gzip("{\"disable_scout\":true,\"x\":\"" + "abc123".repeat(900) + "\"}");
        ResponseHandler cut = handler(200, Map.of(), Arrays.copyOf(whole, whole.length - 9));

        assertThat(cut.ordersStop()).isTrue();
        assertThat(cut.evaluate(APP).failure()).isInstanceOf(MalformedResponseException.class);
        for (int length = 2; length < 12; length++) {
            ResponseHandler handler = handler(200, Map.of(), Arrays.copyOf(whole, length));
            assertThat(handler.ordersStop()).isFalse();
            assertThat(handler.evaluate(APP).outcome()).isEqualTo(Outcome.UNREADABLE);
        }
    }

    @ParameterizedTest
    @CsvSource({"200, {}", "200, ''", "404, ''"})
    void dateOfAGoodAnswer_isGiven(int status, String body) {
        Map<String, String> date = Map.of("Date", "Sun, 06 Nov 1994 08:49:37 GMT");

        assertThat(handler(status, date, body.getBytes(UTF_8)).evaluate(APP).date())
                .contains(Instant.parse("1994-11-06T08:49:37Z"));
        assertThat(handler(status, Map.of("Date", "yesterday"), body.getBytes(UTF_8))
                        .evaluate(APP)
                        .date())
                .isEmpty();
        assertThat(handler(status, Map.of(), body.getBytes(UTF_8)).evaluate(APP).date())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"200, <p>", "200, x", "503, ''", "302, ''"})
    void dateOfAnyOtherAnswer_isNotGiven(int status, String body) {
        assertThat(handler(status, Map.of("Date", "Sun, 06 Nov 1994 08:49:37 GMT"), body.getBytes(UTF_8))
                        .evaluate(APP)
                        .date())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "'Sun, 06 Nov 1994 08:49:37 GMT', 'Sun, 06 Nov 1994 08:59:37 GMT', 600",
        "'Sun, 06 Nov 1994 08:49:37 GMT', 'Sun, 06 Nov 1994 07:49:37 GMT', 0",
        "'Sun, 06 Nov 1994 08:49:37 GMT', 30, 30",
        "whenever, 'Thu, 01 Jan 2026 00:00:09 GMT', 9",
        "'Sun, 06 Nov 1994 08:49:37 GMT', 99999999999999999999, 9999999999"
    })
    void retryAfter_isCountedFromTheAnswersOwnDate(String date, String retryAfter, long seconds) {
        assertThat(handler(503, Map.of("Date", date, "Retry-After", retryAfter), new byte[0])
                        .evaluate(APP)
                        .failure())
                .isInstanceOfSatisfying(
                        HttpStatusException.class,
                        e -> assertThat(e.retryAfter()).contains(Duration.ofSeconds(seconds)));
    }

    private static Outcome outcome(int status, String type, String body) {
        return handler(status, Map.of("Content-Type", type), body.getBytes(UTF_8))
                .evaluate(APP)
                .outcome();
    }

    private static ResponseHandler handler(int status, Map<String, String> headers, byte[] body) {
        TransportResponse.Builder response =
                TransportResponse.builder().status(status).body(body);
        headers.forEach(response::header);
        return new ResponseHandler(response.build(), ENDPOINT, MAX_BYTES, CLOCK);
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(UTF_8));
        }
        return bytes.toByteArray();
    }
}
