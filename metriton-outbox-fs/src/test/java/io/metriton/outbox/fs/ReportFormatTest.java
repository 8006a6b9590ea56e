package io.metriton.outbox.fs;

import static org.assertj.core.api.Assertions.assertThat;

import io.metriton.api.StoredReport;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReportFormatTest {
    private static final Instant CREATED = Instant.parse("2026-11-22T10:15:30.123456Z");
    private static final StoredReport REPORT =
            new StoredReport("a-Key-1", URI.create("https://h.example/scout?a=ü"), CREATED, Reports.body("{}\n\n{}"));

    @Test
    void report_isAHeadAndTheBodyAsItIs() {
        assertThat(new String(ReportFormat.encode(REPORT), StandardCharsets.UTF_8))
                .isEqualTo("metriton-report 1\nkey: a-Key-1\nendpoint: https://h.example/scout?a=ü\n"
                        + "created: 2026-11-22T10:15:30.123456Z\nlength: 6\ncrc32: 5130b0d1\n\n{}\n\n{}");
    }

    @Test
    void report_comesBackAsItWas() {
        assertSame(REPORT);
        assertSame(new StoredReport("k", URI.create(""), Instant.MIN, new byte[0]));
        assertSame(new StoredReport("k", URI.create("http://h"), Instant.MAX, new byte[] {0, 10, 10, -1}));
    }

    @Test
    void anyPartOfAReport_isDamaged() {
        byte[] whole = ReportFormat.encode(REPORT);
        for (int length = 0; length < whole.length; length++) {
            assertThat(ReportFormat.decode(Arrays.copyOf(whole, length))).isEmpty();
        }
        assertThat(ReportFormat.decode(Arrays.copyOf(whole, whole.length + 1))).isEmpty();
    }

    /** What no checksum covers is compared with the name of the file. */
    @Test
    void anyBitTurnedOver_isDamagedOrShowsInTheName() {
        for (int bit = 0; bit < ReportFormat.encode(REPORT).length * 8; bit++) {
            byte[] content = ReportFormat.encode(REPORT);
            content[bit / 8] ^= (byte) (1 << bit % 8);

            assertThat(ReportFormat.decode(content)
                            .filter(each -> ReportName.of(each, 0).equals(ReportName.of(REPORT, 0)))
                            .filter(each -> each.created().toEpochMilli() != CREATED.toEpochMilli()
                                    || !each.endpoint().equals(REPORT.endpoint())
                                    || !Arrays.equals(each.body(), REPORT.body())))
                    .as("bit %s", bit)
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "metriton-report 2, true",
        "metriton-report 1.1, true",
        "metriton-report 1, false",
        "metriton-report x, false"
    })
    void firstLine_saysWhichVersionItIs(String line, boolean another) {
        assertThat(ReportFormat.isOfAnotherVersion(Reports.body(line + "\nkey: k\n\n")))
                .isEqualTo(another);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\0\0\0\0", "{}", "metriton-report ", "metriton-report 1", "\n\n"})
    void whatIsNoReport_isDamagedAndOfNoOtherVersion(String content) {
        assertThat(ReportFormat.isOfAnotherVersion(Reports.body(content))).isFalse();
        assertThat(ReportFormat.decode(Reports.body(content))).isEmpty();
    }

    private static void assertSame(StoredReport report) {
        StoredReport read = ReportFormat.decode(ReportFormat.encode(report)).orElseThrow();

        assertThat(read.key()).isEqualTo(report.key());
        assertThat(read.endpoint()).isEqualTo(report.endpoint());
        assertThat(read.created()).isEqualTo(report.created());
        assertThat(read.body()).isEqualTo(report.body());
    }
}
