package io.metriton.collector.applications;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VersionRangeTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "*|anything|true",
                "1.2.0|1.2.0|true",
                "=1.2.0|1.2.1|false",
                ">=1.0.0 <1.4.2|1.4.1|true",
                ">=1.0.0, <1.4.2|1.4.2|false",
                ">=1.0.0 <=1.0.0|1.0.0|true",
                "=latest|latest|true",
                "=1.x|1.x|true",
                "<2.0.0-x86|1.0.0|true",
                "<1.2.0|v1.1|true",
                "<1.2.0|nightly-2026-11-27|false",
                "<1.2.0|release-2.0.0|false",
                ">=1.2.0|nightly-2026-11-27|false",
                "<1.2.0|(devel)|false",
                "=main|main|true",
                "=1.4.1~rc1|1.4.1~rc1|true",
                "=1.4.1>=1.0.0|1.4.1|true",
                "=1.4.1~rc1|1.4.1|false",
                "=(devel)|(devel)|true",
                "=1.4.1--x|1.4.1--x|true",
                "=\"1.4.1 (build 7, ci)\"|1.4.1 (build 7, ci)|true",
                ">=1.0.0 <1.4.2,|1.4.1|true",
                "*|main|true"
            })
    void versions_areInAllBounds(String range, String version, boolean within) {
        assertThat(VersionRange.of(range).contains(version)).isEqualTo(within);
    }

    /** Ranges of other tools, and such that hold for no version: a rule that does nothing must not look like one. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "~1",
                "^1.2",
                "1.0.0 - 1.4.2",
                "=1.4.1+bad",
                "<1.4.1+bad",
                "1.x",
                ">=1.X",
                "x",
                "latest",
                "1.0.0 1.0.1",
                "=\"1.0.0",
                "=>1.0.0",
                "1.0.0, <1.0.0",
                ">=2 <1",
                ">1.0.0 <=1.0.0",
                "<1.0 >=1.0",
                ">=nightly-2026-11-27",
                "<release-1.4",
                ">=greet-1.4 <2"
            })
    void whatIsNoRange_isRefused(String text) {
        assertThatThrownBy(() -> VersionRange.of(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("versions must be ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.x", ">=2 <1", ">=nightly-1", "<release-9"})
    void whatWasStoredBefore_isRead(String text) {
        assertThat(VersionRange.stored(text).contains("1.5.0")).isFalse();
    }
}
