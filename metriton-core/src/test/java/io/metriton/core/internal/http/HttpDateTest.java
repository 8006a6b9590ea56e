package io.metriton.core.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpDateTest {
    private static final DateTimeFormatter FIXED =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT);
    private static final long LAST_SECOND_OF_2199 = 7_258_118_399L;

    private final Random random = new Random(11);

    @Test
    void exampleOfTheRfc_isRead() {
        assertThat(HttpDate.parse(" Sun, 06 Nov 1994 08:49:37 GMT ")).contains(Instant.ofEpochSecond(784_111_777));
    }

    @Test
    void dayOfOneDigit_isReadAsTheJdksOwnFormatHasIt() {
        assertThat(HttpDate.parse(DateTimeFormatter.RFC_1123_DATE_TIME.format(
                        Instant.ofEpochSecond(784_111_777).atOffset(ZoneOffset.UTC))))
                .contains(Instant.ofEpochSecond(784_111_777));
    }

    @RepeatedTest(20)
    void anySecond_isReadAsTheJdkWritesIt() {
        for (int i = 0; i < 100; i++) {
            Instant second = Instant.ofEpochSecond((long) (random.nextDouble() * LAST_SECOND_OF_2199));

            assertThat(HttpDate.parse(FIXED.format(second.atOffset(ZoneOffset.UTC))))
                    .contains(second);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Sun, 06 Nov 1994 08:49:37",
                "Sun, 06 Nov 1994 8:49:37 GMT",
                "Sun, 06 Nov 94 08:49:37 GMT",
                "Sun, 06 Nov 1994 08:49:37 UTC",
                "Sun, 06 Nov 1994 08:49:37 GMT+1",
                "Mon, 06 Nov 1994 08:49:37 GMT",
                "Sun, 06 Nov 1994 24:49:37 GMT",
                "Sun, 06 Nov 1994 08:49:61 GMT",
                "Tue, 29 Feb 1994 08:49:37 GMT",
                "Sun, 06 ovD 1994 08:49:37 GMT",
                "Sun, 06 N\u00f6v 1994 08:49:37 GMT",
                "Sun, \u0660\u0666 Nov 1994 08:49:37 GMT",
                "Sun, -6 Nov 1994 08:49:37 GMT"
            })
    void otherText_isNoDate(String text) {
        assertThat(HttpDate.parse(text)).isEmpty();
    }
}
