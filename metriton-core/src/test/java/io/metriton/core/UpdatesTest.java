package io.metriton.core;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UpdatesTest {

    @ParameterizedTest
    @CsvSource({
        "1.0.1, 1.0.0",
        "1.10.0, 1.9.9",
        "2, 1.99",
        "v1.1.0, 1.0.0",
        "1.1.0, V1.0.0",
        "' 1.1.0 ', 1.0.0",
        "1.0.0, 1.0.0-rc1",
        "1.0.0-rc2, 1.0.0-rc1",
        "2026.11.22, 2026.11.9"
    })
    void newerVersion_isNewerAndNotTheOtherWayRound(String latest, String current) {
        assertThat(Updates.isNewer(latest, current)).isTrue();
        assertThat(Updates.isNewer(current, latest)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"1.0.0, 1.0.0", "v1.0.0, 1.0.0", "1.0, 1.0.0", "1.0.0+build2, 1.0.0+build2"})
    void sameVersion_isNotNewer(String latest, String current) {
        assertThat(Updates.isNewer(latest, current)).isFalse();
        assertThat(Updates.isNewer(current, latest)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "'', 1.0",
        "1.0, ''",
        "unknown, 1.0",
        "9.9, unknown",
        "v, 1.0",
        "vv2.0, 1.0",
        "2..0-, 1.0",
        "202611221234, 1.0",
        "1.99999999999, 1.0",
        "'  ', 1"
    })
    void textThatIsNoVersion_tellsNobodyToUpdate(String latest, String current) {
        assertThat(Updates.isNewer(latest, current)).isFalse();
    }
}
