package io.metriton.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerTextTest {

    @ParameterizedTest
    @CsvSource(
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "2.0,2.0",
                "' a  b\t\r\nc ','a b c'",
                "a\u001b[31mb\u0007,a[31mb",
                "a\u009b31mb,a31mb",
                "a\u0085b\u2028c\u2029d,'a b c d'",
                "a\u202eb\u2066c\u200fd\u061ce,abcde",
                "a\u200bb\ufeffc\u00add,abcd",
                "a\ue000b\uffffc,abc",
                "a\u00a0\u3000b,'a b'",
                "'\u001b\n',''",
                "\u00e9\u05d0\u4e2d\ud83d\ude00,\u00e9\u05d0\u4e2d\ud83d\ude00",
                "a\udb40\udc41b,ab"
            })
    void text_isOneLineThatHidesNothing(String text, String line) {
        assertThat(ServerText.oneLine(text)).isEqualTo(line);
    }

    @Test
    void halfASurrogatePair_isLeftOut() {
        assertThat(ServerText.oneLine("a\ud83db\ude00c\ud83d")).isEqualTo("abc");
        assertThat(ServerText.oneLine("")).isEmpty();
    }

    @Test
    void longText_isCutTo200Chars() {
        assertThat(ServerText.oneLine("x".repeat(200))).isEqualTo("x".repeat(200));
        assertThat(ServerText.oneLine("x".repeat(201))).isEqualTo("x".repeat(197) + "...");
        assertThat(ServerText.oneLine("x".repeat(200) + "\n")).isEqualTo("x".repeat(200));
        assertThat(ServerText.oneLine("x".repeat(196) + "\ud83d\ude00".repeat(5)))
                .isEqualTo("x".repeat(196) + "...");
        assertThat(ServerText.oneLine("x".repeat(195) + "\ud83d\ude00".repeat(5)))
                .isEqualTo("x".repeat(195) + "\ud83d\ude00...");
    }

    @Test
    void randomText_isAlwaysOneLineOf200() {
        Random random = new Random(3);
        for (int run = 0; run < 2_000; run++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(500); i > 0; i--) {
                text.append((char) random.nextInt(run % 2 == 0 ? 0x300 : 0x10000));
            }
            String line = ServerText.oneLine(text.toString());

            assertThat(line.length()).isLessThanOrEqualTo(200);
            assertThat(line).isEqualTo(line.strip()).doesNotMatch("(?s).*[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}].*");
        }
    }
}
