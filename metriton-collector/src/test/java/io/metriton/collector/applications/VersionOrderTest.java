package io.metriton.collector.applications;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VersionOrderTest {

    @Test
    void versions_areInThisOrder() {
        List<String> order = List.of(
                "1.0-alpha",
                "1.0-alpha2",
                "1.0-alpha10",
                "1.0b1",
                "1.0-M1",
                "1.0-RC1",
                "1.0.cr2",
                "1.0-SNAPSHOT",
                "1.0",
                "1.0-final1",
                "1.0-ga2",
                "1.0-sp1",
                "1.0-jre",
                "1.0.1-rc1",
                "1.0.1",
                "1.9",
                "1.10",
                "33.0");
        for (int i = 0; i < order.size(); i++) {
            for (int j = 0; j < order.size(); j++) {
                assertThat(Integer.signum(VersionOrder.INSTANCE.compare(order.get(i), order.get(j))))
                        .as("%s and %s", order.get(i), order.get(j))
                        .isEqualTo(Integer.compare(i, j));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1,1.0.0",
        "v1.2,1.2",
        "1.0.Final,1.0",
        "1.0+build7,1.0",
        "1.0-GA,1",
        "1.0-final-rc1,1.0-rc1",
        "1.0a1,1.0-alpha-1",
        "01.02,1.2"
    })
    void theSame_isWrittenInSeveralWays(String one, String other) {
        assertThat(VersionOrder.INSTANCE.compare(one, other)).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "<1.2.0,1.1.9,true",
        "<1.2.0,1.2.0,false",
        ">=1.0.0 <1.4.2,1.4.1,true",
        ">=1.0.0 <1.4.2,1.4.2,false",
        "'>= 1.0.0, <2',1.0,true",
        "=1.0,1.0.0,true",
        "1.0,1.0.1,false",
        "*,anything,true"
    })
    void range_holdsWhatItsBoundsHold(String range, String version, boolean contained) {
        assertThat(VersionRange.of(range).contains(version)).isEqualTo(contained);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "~1.0", "<", "1.0 ||"})
    void whatIsNoRange_isRefused(String range) {
        assertThatThrownBy(() -> VersionRange.of(range)).isInstanceOf(IllegalArgumentException.class);
    }
}
