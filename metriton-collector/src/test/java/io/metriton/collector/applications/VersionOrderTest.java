package io.metriton.collector.applications;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VersionOrderTest {

    /** The test of the client's order reads the same list. */
    @Test
    void versions_areInTheOrderOfTheList() throws IOException {
        List<List<String>> order = order();
        assertThat(order).hasSizeGreaterThan(30);
        for (int i = 0; i < order.size(); i++) {
            for (int j = 0; j < order.size(); j++) {
                assertOrder(order.get(i), order.get(j), Integer.compare(i, j));
            }
        }
    }

    private static void assertOrder(List<String> some, List<String> others, int expected) {
        for (String one : some) {
            for (String other : others) {
                assertThat(Integer.signum(VersionOrder.INSTANCE.compare(one, other)))
                        .as("%s and %s", one, other)
                        .isEqualTo(expected);
            }
        }
    }

    /** Those of one line are the same. */
    private static List<List<String>> order() throws IOException {
        List<List<String>> order = new ArrayList<>();
        try (InputStream in = VersionOrderTest.class.getResourceAsStream("/versions-in-order.txt")) {
            for (String line : new String(in.readAllBytes(), StandardCharsets.US_ASCII).split("\n", -1)) {
                if (!line.isEmpty() && !line.startsWith("#")) {
                    order.add(List.of(line.split(" ", -1)));
                }
            }
        }
        return order;
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u0661x", "1.\u0661x", "\u0661", "\uff11\u0301", "\ud835\udfd8"})
    void digitsOfOtherScripts_areWords(String version) {
        assertThat(VersionOrder.INSTANCE.compare(version, "1.0")).isNotZero();
        assertThat(VersionOrder.INSTANCE.compare(version, version)).isZero();
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

    @Test
    void rangeOfMoreThanTwentyBounds_isRefusedButReadWhereItIsStored() {
        String range = ">1 ".repeat(21);
        assertThat(VersionRange.of(">1 ".repeat(20)).contains("2")).isTrue();
        assertThatThrownBy(() -> VersionRange.of(range)).hasMessage("versions must be at most 20 bounds, not 21");
        assertThatThrownBy(() -> SettingsRules.check("rules", Json.parse("[{\"versions\": \"" + range + "\"}]")))
                .isInstanceOf(InvalidSettingsException.class)
                .hasMessage("rules: versions must be at most 20 bounds, not 21");
        Settings stored = new Settings(Json.parse("{\"rules\": [{\"versions\": \"" + range + "\"}]}"));
        assertThat(stored.rules().get(0).versions().contains("1")).isFalse();
    }
}
