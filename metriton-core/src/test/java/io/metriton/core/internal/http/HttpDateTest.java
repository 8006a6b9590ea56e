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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpDateTest {
    private static final DateTimeFormatter FIXED =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT);
    private static final long LAST_SECOND_OF_2199 = 7_258_118_399L;

    private static final Instant NOW = Instant.parse("2026-11-26T00:00:00Z");

    private final Random random = new Random(11);

    @Test
    void exampleOfTheRfc_isRead() {
        assertThat(HttpDate.parse(" Sun, 06 Nov 1994 08:49:37 GMT ", NOW)).contains(Instant.ofEpochSecond(784_111_777));
    }

    @Test
    void dayOfOneDigit_isReadAsTheJdksOwnFormatHasIt() {
        assertThat(HttpDate.parse(
                        DateTimeFormatter.RFC_1123_DATE_TIME.format(
                                Instant.ofEpochSecond(784_111_777).atOffset(ZoneOffset.UTC)),
                        NOW))
                .contains(Instant.ofEpochSecond(784_111_777));
    }

    @RepeatedTest(20)
    void anySecond_isReadAsTheJdkWritesIt() {
        for (int i = 0; i < 100; i++) {
            Instant second = Instant.ofEpochSecond((long) (random.nextDouble() * LAST_SECOND_OF_2199));

            assertThat(HttpDate.parse(FIXED.format(second.atOffset(ZoneOffset.UTC)), NOW))
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
        assertThat(HttpDate.parse(text, NOW)).isEmpty();
    }

    /** The same moment in each form that a recipient has to know. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Sun, 06 Nov 1994 08:49:37 GMT",
                "Sunday, 06-Nov-94 08:49:37 GMT",
                "Sun Nov  6 08:49:37 1994",
                "Sun Nov 06 08:49:37 1994"
            })
    void olderForm_isReadAsWell(String text) {
        assertThat(HttpDate.parse(text, NOW)).contains(Instant.ofEpochSecond(784_111_777));
    }

    @ParameterizedTest
    @CsvSource({
        "'Wed Oct 21 07:28:00 2099', 2099-10-21T07:28:00Z",
        "'Wednesday, 04-Nov-76 07:28:00 GMT', 2076-11-04T07:28:00Z",
        "'Friday, 04-Nov-77 07:28:00 GMT', 1977-11-04T07:28:00Z",
        "'Saturday, 01-Jan-00 00:00:00 GMT', 2000-01-01T00:00:00Z"
    })
    void yearOfTwoDigits_isNotMoreThan50YearsAhead(String text, Instant moment) {
        assertThat(HttpDate.parse(text, NOW)).contains(moment);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Sat, 31 Dec 2016 23:59:60 GMT", "Saturday, 31-Dec-16 23:59:60 GMT", "Sat Dec 31 23:59:60 2016"})
    void leapSecond_isTheSecondBefore(String text) {
        assertThat(HttpDate.parse(text, NOW)).contains(Instant.parse("2016-12-31T23:59:59Z"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Monday, 06-Nov-94 08:49:37 GMT",
                "Sunday, 06-Nov-1994 08:49:37 GMT",
                "Sunday, 06 Nov 94 08:49:37 GMT",
                "Su, 06-Nov-94 08:49:37 GMT",
                "Sunday, 06-Nov-94 08:49:37",
                "Mon Nov  6 08:49:37 1994",
                "Sun Nov  6 08:49:37 94",
                "Sun Nov   6 08:49:37 1994",
                "Sun Nov 31 08:49:37 1994",
                "Sun Nov  6 24:49:37 1994",
                "Sun Nov  6 08:49:37 1994 GMT"
            })
    void otherTextLikeAnOlderForm_isNoDate(String text) {
        assertThat(HttpDate.parse(text, NOW)).isEmpty();
    }
}
