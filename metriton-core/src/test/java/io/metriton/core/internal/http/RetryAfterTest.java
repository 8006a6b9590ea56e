package io.metriton.core.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {
    private static final Instant ANSWERED = Instant.parse("1994-11-06T08:49:37Z");

    @ParameterizedTest
    @CsvSource({"0, 0", "7, 7", "' 120 ', 120", "007, 7", "9999999999, 9999999999"})
    void seconds_areTheWait(String text, long seconds) {
        assertThat(RetryAfter.parse(text, ANSWERED)).contains(Duration.ofSeconds(seconds));
    }

    @Test
    void moreDigitsThanAnyNumberHas_areAVeryLongWait() {
        assertThat(RetryAfter.parse("9".repeat(10_000), ANSWERED)).contains(Duration.ofSeconds(9_999_999_999L));
    }

    @Test
    void httpDate_isTheWaitUntilThen() {
        assertThat(RetryAfter.parse("Sun, 06 Nov 1994 08:50:37 GMT", ANSWERED)).contains(Duration.ofMinutes(1));
        assertThat(RetryAfter.parse("Sun, 06 Nov 1994 08:49:37 GMT", ANSWERED)).contains(Duration.ZERO);
    }

    @Test
    void httpDateInThePast_isNoWait() {
        assertThat(RetryAfter.parse("Sat, 05 Nov 1994 08:49:37 GMT", ANSWERED)).contains(Duration.ZERO);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "-1",
                "+1",
                "1.5",
                "soon",
                "1 s",
                "0x10",
                "\u0661",
                "Mon, 99 Foo 2026 00:00:00 GMT",
                "Mon, 06 Nov 1994 08:50:37 GMT",
                "1994-11-06T08:50:37Z"
            })
    void otherText_isAsIfTheHeaderWereNotThere(String text) {
        assertThat(RetryAfter.parse(text, ANSWERED)).isEmpty();
    }
}
