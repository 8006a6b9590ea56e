package io.metriton.core.internal.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.metriton.api.Report;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What is written; {@link ReportEncoderRefusalTest} has what is refused. */
class ReportEncoderTest {

    @Test
    void report_isTheFourFieldsAndNoMore() {
        Report report = Report.builder()
                .application("app")
                .installId("id")
                .version("1.0")
                .metadata(Map.of("a", 1))
                .build();

        assertThat(new String(ReportEncoder.encode(report), UTF_8))
                .isEqualTo(
                        "{\"application\":\"app\",\"install_id\":\"id\",\"version\":\"1.0\",\"metadata\":{\"a\":1}}");
    }

    @Test
    void noMetadata_isAnEmptyObjectAndNotNull() {
        Report report = Report.builder()
                .application("app")
                .installId("id")
                .version("1.0")
                .build();

        assertThat(new String(ReportEncoder.encode(report), UTF_8)).endsWith("\"metadata\":{}}");
    }

    @Test
    void metadata_keepsItsOrder() {
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("z", 1);
        metadata.put("a", 2);
        metadata.put("", 3);

        assertThat(metadataOf(metadata)).isEqualTo("{\"z\":1,\"a\":2,\"\":3}");
    }

    @Test
    void text_isEscapedAsJsonInUtf8() {
        assertThat(encoded("quote \" backslash \\ tab \t nul \u0000"))
                .isEqualTo("\"quote \\\" backslash \\\\ tab \\t nul \\u0000\"");
        assertThat(encoded("\u00e9 \u20ac")).isEqualTo("\"\u00e9 \u20ac\"");
        assertThat(encoded("\ud83d\ude00")).isEqualTo("\"\ud83d\ude00\"");
        assertThat(encoded(new StringBuilder("built"))).isEqualTo("\"built\"");
    }

    @Test
    void loneSurrogates_becomeReplacementCharacters() {
        assertThat(encoded("a\ud83d")).isEqualTo("\"a\ufffd\"");
        assertThat(encoded("\ude00a")).isEqualTo("\"\ufffda\"");
        assertThat(encoded("\ude00\ud83d")).isEqualTo("\"\ufffd\ufffd\"");
        assertThat(encoded("\ud83d\ud83d\ude00")).isEqualTo("\"\ufffd\ud83d\ude00\"");
        assertThat(metadataOf(Map.of("k\ud83d", 1))).isEqualTo("{\"k\ufffd\":1}");
    }

    @Test
    void loneSurrogatesInFields_becomeReplacementCharacters() {
        Report report = Report.builder()
                .application("a\ud83d")
                .installId("i\ud83d")
                .version("v\ud83d")
                .build();

        assertThat(new String(ReportEncoder.encode(report), UTF_8))
                .contains("\"a\ufffd\"", "\"i\ufffd\"", "\"v\ufffd\"");
    }

    @Test
    void numbers_areWrittenExactly() {
        assertThat(encoded((byte) -1)).isEqualTo("-1");
        assertThat(encoded((short) 2)).isEqualTo("2");
        assertThat(encoded(Integer.MIN_VALUE)).isEqualTo("-2147483648");
        assertThat(encoded(Long.MAX_VALUE)).isEqualTo("9223372036854775807");
        assertThat(encoded(BigInteger.TWO.pow(100))).isEqualTo("1267650600228229401496703205376");
        assertThat(encoded(new BigDecimal("0.10"))).isEqualTo("0.10");
        assertThat(encoded(new BigDecimal("1E+1000000"))).isEqualTo("1E+1000000");
        assertThat(encoded(new AtomicLong(7))).isEqualTo("7");
    }

    @Test
    void floatingPoint_isTheShortestThatReadsBackTheSame() {
        assertThat(encoded(0.1)).isEqualTo("0.1");
        assertThat(encoded(0.1f)).isEqualTo("0.1");
        assertThat(encoded(-0.0)).isEqualTo("-0.0");
        assertThat(encoded(1e300)).isEqualTo("1.0E300");
        assertThat(encoded(Double.MIN_VALUE)).isEqualTo("4.9E-324");
    }

    @Test
    void simpleValues_areWritten() {
        assertThat(encoded(null)).isEqualTo("null");
        assertThat(encoded(true)).isEqualTo("true");
        assertThat(encoded(false)).isEqualTo("false");
        assertThat(encoded(UUID.fromString("11111111-2222-4333-8444-555555555555")))
                .isEqualTo("\"11111111-2222-4333-8444-555555555555\"");
    }

    @Test
    void enums_areTheirNameWhateverTheirToStringSays() {
        assertThat(encoded(TimeUnit.SECONDS)).isEqualTo("\"SECONDS\"");
        assertThat(encoded(DayOfWeek.MONDAY)).isEqualTo("\"MONDAY\"");
        assertThat(encoded(Shape.ROUND)).isEqualTo("\"ROUND\"");
    }

    @Test
    void timeTypes_areIso8601() {
        assertThat(encoded(Instant.EPOCH)).isEqualTo("\"1970-01-01T00:00:00Z\"");
        assertThat(encoded(LocalDate.of(2026, 11, 22))).isEqualTo("\"2026-11-22\"");
        assertThat(encoded(LocalTime.of(1, 2, 3))).isEqualTo("\"01:02:03\"");
        assertThat(encoded(LocalDateTime.of(2026, 1, 2, 3, 4, 5))).isEqualTo("\"2026-01-02T03:04:05\"");
        assertThat(encoded(OffsetDateTime.of(2026, 1, 2, 3, 4, 5, 0, ZoneOffset.ofHours(1))))
                .isEqualTo("\"2026-01-02T03:04:05+01:00\"");
        assertThat(encoded(Instant.EPOCH.atZone(ZoneId.of("Europe/Berlin"))))
                .isEqualTo("\"1970-01-01T01:00+01:00[Europe/Berlin]\"");
        assertThat(encoded(Duration.ofMillis(1500))).isEqualTo("\"PT1.5S\"");
        assertThat(encoded(Period.ofDays(3))).isEqualTo("\"P3D\"");
        assertThat(encoded(Year.of(2026))).isEqualTo("\"2026\"");
        assertThat(encoded(YearMonth.of(2026, 11))).isEqualTo("\"2026-11\"");
        assertThat(encoded(ZoneId.of("Europe/Berlin"))).isEqualTo("\"Europe/Berlin\"");
    }

    @Test
    void optionals_areWhatTheyHold() {
        assertThat(encoded(Optional.of("x"))).isEqualTo("\"x\"");
        assertThat(encoded(Optional.empty())).isEqualTo("null");
        assertThat(encoded(Optional.of(Optional.of(List.of(1))))).isEqualTo("[1]");
    }

    @Test
    void arrays_areWrittenWhateverTheyHold() {
        assertThat(encoded(new int[] {1, 2})).isEqualTo("[1,2]");
        assertThat(encoded(new long[] {3})).isEqualTo("[3]");
        assertThat(encoded(new short[] {4})).isEqualTo("[4]");
        assertThat(encoded(new double[] {0.5})).isEqualTo("[0.5]");
        assertThat(encoded(new float[] {1.5f})).isEqualTo("[1.5]");
        assertThat(encoded(new boolean[] {true, false})).isEqualTo("[true,false]");
        assertThat(encoded(new String[] {"a", null})).isEqualTo("[\"a\",null]");
        assertThat(encoded(new Object[][] {{1}, {}})).isEqualTo("[[1],[]]");
    }

    @Test
    void bytes_areBase64AsInGo() {
        assertThat(encoded(new byte[] {(byte) 0xfb, (byte) 0xff, 1})).isEqualTo("\"+/8B\"");
        assertThat(encoded(new byte[] {1})).isEqualTo("\"AQ==\"");
        assertThat(encoded(new byte[0])).isEqualTo("\"\"");
    }

    @Test
    void containers_areNested() {
        assertThat(encoded(List.of(Map.of("a", List.of(1, List.of()))))).isEqualTo("[{\"a\":[1,[]]}]");
        assertThat(encoded(Arrays.asList(1, null))).isEqualTo("[1,null]");
        Iterable<Object> once = () -> List.<Object>of("x").iterator();
        assertThat(encoded(once)).isEqualTo("[\"x\"]");
    }

    @Test
    void sameValueTwiceSideBySide_isNoCycle() {
        List<Integer> shared = List.of(1);

        assertThat(encoded(List.of(shared, shared))).isEqualTo("[[1],[1]]");
    }

    @Test
    void textOfOneMebibyte_isWritten() {
        String text = "x".repeat(1 << 20);

        assertThat(encoded(text)).isEqualTo("\"" + text + "\"");
    }

    static String encoded(Object value) {
        String metadata = metadataOf(Collections.singletonMap("k", value));
        return metadata.substring("{\"k\":".length(), metadata.length() - 1);
    }

    private static String metadataOf(Map<String, ?> metadata) {
        Report report = Report.builder()
                .application("a")
                .installId("i")
                .version("v")
                .metadata(metadata)
                .build();
        String json = new String(ReportEncoder.encode(report), UTF_8);
        return json.substring(json.indexOf("\"metadata\":") + "\"metadata\":".length(), json.length() - 1);
    }

    private enum Shape {
        ROUND {
            @Override
            public String toString() {
                return "a circle";
            }
        }
    }
}
