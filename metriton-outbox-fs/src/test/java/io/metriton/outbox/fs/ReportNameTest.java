package io.metriton.outbox.fs;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReportNameTest {

    @Test
    void name_isTheAgeTheKeyAndAHashOfTheEndpoint() {
        ReportName name = ReportName.of(Reports.report("a-key", Instant.ofEpochMilli(1_234_567_890_123L)));

        assertThat(name.file()).matches("1234567890123-a-key-[0-9a-f]{8}\\.report");
        assertThat(name.endpointHash())
                .isEqualTo(ReportName.hash(Reports.ENDPOINT))
                .isNotEqualTo(ReportName.hash(Reports.OTHER_ENDPOINT));
        assertThat(ReportName.parse(name.file())).contains(name);
        assertThat(ReportName.isTemporary(name.temporary())).isTrue();
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
                "12345678901234-k-00000000.report"
            })
    void otherNames_areNotOurs(String file) {
        assertThat(ReportName.parse(file)).isEmpty();
    }

    @Test
    void age_isCountedFromTheMomentOfTheReport() {
        ReportName name = of(Instant.ofEpochMilli(1_000));

        assertThat(name.isOlderThan(Duration.ofMillis(500), Instant.ofEpochMilli(1_500)))
                .isFalse();
        assertThat(name.isOlderThan(Duration.ofMillis(500), Instant.ofEpochMilli(1_501)))
                .isTrue();
        assertThat(name.isOlderThan(Duration.ofSeconds(Long.MAX_VALUE), Instant.ofEpochMilli(1_501)))
                .isFalse();
    }

    private static ReportName of(Instant created) {
        return ReportName.of(Reports.report("k", created));
    }
}
