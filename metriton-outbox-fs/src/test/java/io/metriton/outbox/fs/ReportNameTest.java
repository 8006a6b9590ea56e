package io.metriton.outbox.fs;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReportNameTest {

    @Test
    void name_isTheAgeTheKeyAndAHashOfTheEndpoint() {
        ReportName name = ReportName.of(Reports.report("a-key", Instant.ofEpochMilli(1_234_567_890_123L)), 4096);

        assertThat(name.file()).matches("1234567890123-a-key-[0-9a-f]{8}\\.report");
        assertThat(name.endpointHash())
                .isEqualTo(ReportName.hash(Reports.ENDPOINT))
                .isNotEqualTo(ReportName.hash(Reports.OTHER_ENDPOINT));
        assertThat(ReportName.parse(name.file())).isEqualTo(name);
        assertThat(ReportName.isTemporary(name.file() + ".tmp")).isTrue();
        assertThat(ReportName.isTemporary(name.temporary())).isTrue();
        assertThat(ReportName.isTemporary(name.file() + ".x.tmp")).isFalse();
        assertThat(ReportName.isTemporary(name.file())).isFalse();
    }

    @Test
    void names_sortByAgeHoweverOldTheyAre() {
        assertThat(of(Instant.ofEpochMilli(9))).isLessThan(of(Instant.ofEpochMilli(10)));
        assertThat(of(Instant.ofEpochMilli(999_999_999_999L))).isLessThan(of(Instant.ofEpochMilli(1_000_000_000_000L)));
        assertThat(of(Instant.MIN).file()).startsWith("0000000000000-k-");
        assertThat(of(Instant.MAX).file()).startsWith("9999999999999-k-");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x.report",
                "123-k-00000000.report",
                "1234567890123--00000000.report",
                "1234567890123-k-0000000.report",
                "1234567890123-k-0000000G.report",
                "1234567890123-k_k-00000000.report",
                "1234567890123-k-00000000.report~",
                "1234567890123-k-00000000.report.tmp",
                "12345678901234-k-00000000.report",
                "1234567890123-k-00000000.",
                "1234567890123-k-00000000.report.report",
                "1234567890123-k-00000000.B.report",
                "1234567890123-k-00000000.0B.report",
                "1234567890123-k-00000000.12345678901B.report",
                "1234567890123-k-00000000.12.report",
                "1234567890123-k-00000000.claimed",
                "1234567890123-k-00000000.1234567890123-0000000.claimed",
                "1234567890123-k-00000000.1234567890123-0000000G.claimed",
                "1234567890123-k-00000000.123456789012-00000000.claimed",
                "1234567890123-k-00000000.1234567890123-00000000.claimed.tmp"
            })
    void otherNames_areNotOurs(String file) {
        assertThat(ReportName.parse(file)).isNull();
    }

    @Test
    void largeReport_saysItsSizeAlsoWhenItIsClaimed() {
        ReportName name = ReportName.of(Reports.report("a-key", Instant.EPOCH), 4097);
        ReportName claimed = name.claimed(1_234_567_890_123L, "0a1b2c3d");

        assertThat(name.file()).matches("0000000000000-a-key-[0-9a-f]{8}\\.4097B\\.report");
        assertThat(claimed.file())
                .matches("0000000000000-a-key-[0-9a-f]{8}\\.4097B\\.1234567890123-0a1b2c3d\\.claimed");
        assertThat(ReportName.parse(claimed.file())).isEqualTo(claimed);
        assertThat(ReportName.parse(name.file())).isEqualTo(name).isEqualTo(claimed.released());
    }

    /** A lease that ends in an hour was made by a clock that is ahead. */
    @ParameterizedTest
    @CsvSource({"-1, false", "0, true", "600000, true", "1200000, true", "1200001, false", "3600000, false"})
    void claim_isHeldUntilItsEnd(long left, boolean held) {
        assertThat(of(Instant.EPOCH).claimed(2_000_000 + left, "0a1b2c3d").isHeld(2_000_000))
                .isEqualTo(held);
        assertThat(of(Instant.EPOCH).isHeld(2_000_000)).isFalse();
    }

    private static ReportName of(Instant created) {
        return ReportName.of(Reports.report("k", created), 1);
    }
}
