package io.metriton.core;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.metriton.api.MalformedResponseException;
import io.metriton.api.MetritonException;
import io.metriton.api.Report;
import io.metriton.api.TransportResponse;
import io.metriton.core.internal.json.ResponseFields;
import io.metriton.core.internal.json.ResponseReader;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No answer, however large, deep or broken, gets more out of the SDK than one documented exception. */
@ExtendWith(SystemState.class)
@Timeout(60)
class ResponseLimitsTest {
    private static final int RUNS = 10_000;
    private static final URI ENDPOINT = URI.create("https://fuzz.example/scout");
    private static final Report REPORT =
            Report.builder().application("a").installId("i").version("v").build();
    private static final List<String> VALID = List.of(
            "{\"application\":\"app\",\"latest_version\":\"2.0\",\"notices\":[{\"level\":\"WARNING\",\"message\":\"m\"}]}",
            "{\"notices\":[1,-0.5e10,123456789012345678901234567890,1e400,true,null,[[]],{\"a\":{}}],\"hard_limit\":true}",
            "{\"latest_version\":\"\\u00e9\\ud83d\\ude00\\\\\",\"disable_scout\":false,\"x\":[{\"y\":\"z\"}]}",
            "null");

    @ParameterizedTest
    @ValueSource(strings = {"notices", "unknown"})
    void nestingOf900Levels_isRead(String field) throws Exception {
        byte[] body = nested(field, 900);

        assertThat(ResponseReader.read(body)).isPresent();
        onSmallStack(() -> assertThat(ResponseReader.read(body)).isPresent());
    }

    @ParameterizedTest
    @ValueSource(strings = {"notices", "unknown"})
    void nestingOf100000Levels_isCutAndTheRestRead(String field) throws Exception {
        String deep = new String(nested(field, 100_000), UTF_8);
        byte[] body = deep.replaceFirst("}$", ",\"latest_version\":\"2.0\",\"disable_scout\":true}")
                .getBytes(UTF_8);
        Check check = () -> {
            ResponseFields answer = ResponseReader.read(body).orElseThrow();
            assertThat(answer.latestVersion()).isEqualTo("2.0");
            assertThat(answer.disableScout()).isTrue();
            assertThat(answer.notices()).hasSize(field.equals("notices") ? 1 : 0);
        };

        check.run();
        onSmallStack(check);
    }

    @Test
    void objectsNestedTooDeep_areMalformed() throws Exception {
        byte[] body = ("{\"notices\":[" + "{\"a\":".repeat(100_000)).getBytes(UTF_8);

        onSmallStack(() -> assertThatIOException().isThrownBy(() -> ResponseReader.read(body)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".5", "e5", "e-5"})
    void numberOf5000DigitsInAnUnknownField_isIgnored(String rest) throws IOException {
        String body = "{\"x\":" + "9".repeat(5_000) + rest + ",\"application\":\"app\"}";

        assertThat(ResponseReader.read(body.getBytes(UTF_8)).orElseThrow().application())
                .isEqualTo("app");
    }

    @Test
    void numberOfAMillionDigitsInNotices_isNotComputedAndDoesNotHideAnOrder() throws IOException {
        String body = "{\"notices\":[" + "9".repeat(1_000_000) + "],\"disable_scout\":true}";

        ResponseFields answer = ResponseReader.read(body.getBytes(UTF_8)).orElseThrow();

        assertThat(answer.notices()).containsExactly(Double.POSITIVE_INFINITY);
        assertThat(answer.disableScout()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e999999999", "1e99999999999999999999", "-1e-99999999999999999999"})
    void numberOutOfAnyRange_isReadOrMalformed(String number) throws MetritonException {
        sendAnswered(200, ("{\"notices\":[" + number + "]}").getBytes(UTF_8));
    }

    @Test
    void textAndNameOfOneMebibyte_areRead() throws IOException {
        String text = "x".repeat(1 << 20);

        assertThat(ResponseReader.read(("{\"" + text + "\":1,\"application\":\"" + text + "\"}").getBytes(UTF_8))
                        .orElseThrow()
                        .application())
                .isEqualTo(text);
    }

    @Test
    void randomBytes_giveAResponseOrMalformedAndNothingElse() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int run = 0; run < RUNS; run++) {
            byte[] body = new byte[random.nextInt(64)];
            random.nextBytes(body);
            if (run % 2 == 0 && body.length > 0) {
                body[0] = '{';
            }
            assertHarmless(body, seed, run);
        }
    }

    @Test
    void mutationsOfValidAnswers_giveAResponseOrMalformedAndNothingElse() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int run = 0; run < RUNS; run++) {
            assertHarmless(mutated(VALID.get(random.nextInt(VALID.size())).getBytes(UTF_8), random), seed, run);
        }
    }

    private static byte[] mutated(byte[] valid, Random random) {
        StringBuilder text = new StringBuilder(new String(valid, ISO_8859_1));
        String alphabet = "{}[]\",:\\ue+-.0919tfn \u0000\u00ff\u00c3\u00ed\u00a0\u0080";
        int changes = 1 + random.nextInt(4);
        for (int i = 0; i < changes && text.length() > 0; i++) {
            int at = random.nextInt(text.length());
            char c = alphabet.charAt(random.nextInt(alphabet.length()));
            switch (random.nextInt(5)) {
                case 0 -> text.deleteCharAt(at);
                case 1 -> text.insert(at, c);
                case 2 -> text.setCharAt(at, c);
                case 3 -> text.setLength(at);
                default -> text.insert(at, text.substring(at, at + random.nextInt(text.length() - at)));
            }
        }
        return text.toString().getBytes(ISO_8859_1);
    }

    private static void assertHarmless(byte[] body, long seed, int run) {
        try {
            sendAnswered(200, body);
        } catch (Throwable e) {
            throw new AssertionError(
                    "seed " + seed + ", run " + run + ": '" + new String(body, ISO_8859_1) + "' gave " + e, e);
        }
    }

    /** Passes over what is documented. */
    private static void sendAnswered(int status, byte[] body) throws MetritonException {
        FakeTransport transport = FakeTransport.answering(
                request -> TransportResponse.builder().status(status).body(body).build());
        try {
            assertThat(ReportSender.builder().transport(transport).build().send(REPORT, ENDPOINT))
                    .isNotNull();
        } catch (MalformedResponseException e) {
            assertThat(e).hasMessageContaining(e.delivered() ? "is not a JSON object" : "a web page");
        }
    }

    private static byte[] nested(String field, int depth) {
        return ("{\"" + field + "\":" + "[".repeat(depth) + "]".repeat(depth) + "}").getBytes(UTF_8);
    }

    private static void onSmallStack(Check check) throws Exception {
        CompletableFuture<Void> outcome = new CompletableFuture<>();
        Runnable task = () -> {
            try {
                check.run();
                outcome.complete(null);
            } catch (Throwable e) {
                outcome.completeExceptionally(e);
            }
        };
        new Thread(null, task, "small-stack", 256 << 10).start();
        outcome.get(30, TimeUnit.SECONDS);
    }

    private interface Check {
        void run() throws Exception;
    }
}
