package io.metriton.core.internal.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Either it says what Jackson would, or nothing. */
class PlainResponseReaderTest {
    private static final List<String> PIECES = List.of(
            "{",
            "}",
            "{}",
            "[",
            "]",
            "[]",
            ":",
            ",",
            "\"",
            "\"application\"",
            "\"latest_version\"",
            "\"hard_limit\"",
            "\"disable_scout\"",
            "\"notices\"",
            "\"other\"",
            "\"\"",
            "\"1.0\"",
            "\"\u00e9\"",
            "\"\\n\"",
            "true",
            "false",
            "null",
            "1",
            "tru",
            " ",
            "\t",
            "\r\n",
            "\u0000",
            "\ufeff",
            "\u2028",
            "\"application\":\"a\"",
            "\"hard_limit\":true",
            "\"disable_scout\":true",
            "\"notices\":[]",
            "\"latest_version\":false");

    @Test
    void randomTexts_areReadAsJacksonReadsThem() {
        Random random = new Random(1);
        int read = 0;
        for (int i = 0; i < 200_000; i++) {
            StringBuilder text = new StringBuilder(random.nextBoolean() ? "{" : "");
            int pieces = random.nextInt(8);
            for (int n = 0; n < pieces; n++) {
                text.append(PIECES.get(random.nextInt(PIECES.size())));
            }
            text.append(random.nextBoolean() ? "}" : "");
            ResponseFields plain = PlainResponseReader.read(text.toString());
            if (plain != null) {
                read++;
                assertThat(plain).as(text.toString()).isEqualTo(byJackson(text.toString()));
            }
        }
        assertThat(read).isGreaterThan(1_000);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                " { } ",
                "{\"latest_version\":\"1.2.3\"}",
                "{\"application\":\"app\",\"latest_version\":\"1.2.3\",\"notices\":[],\"hard_limit\":false,\"disable_scout\":true}",
                "{ \"latest_version\" : \"1\" , \"latest_version\" : \"2\",\n\"hard_limit\":\"no\" }"
            })
    void usualAnswers_areReadWithoutJackson(String text) throws IOException {
        assertThat(PlainResponseReader.read(text)).isNotNull().isEqualTo(byJackson(text));
        assertThat(ResponseReader.read(text.getBytes(UTF_8))).contains(byJackson(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "{}x",
                "{\"a\":1}",
                "{\"a\":\"\\n\"}",
                "{\"a\":\"b\",}",
                "{,}",
                "[]",
                "{\"a\" \"b\"}",
                "{\"notices\":[\"x\"]}"
            })
    void others_areLeftToJackson(String text) {
        assertThat(PlainResponseReader.read(text)).isNull();
    }

    private static ResponseFields byJackson(String text) {
        try {
            return JacksonResponseReader.read(text).orElseThrow();
        } catch (IOException e) {
            throw new AssertionError("Jackson refuses " + text, e);
        }
    }
}
