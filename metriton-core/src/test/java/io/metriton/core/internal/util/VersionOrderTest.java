package io.metriton.core.internal.util;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class VersionOrderTest {

    /** The collector's test reads the same list. */
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
                assertThat(Integer.signum(parse(one).compareTo(parse(other))))
                        .as("%s and %s", one, other)
                        .isEqualTo(expected);
            }
        }
    }

    private static VersionOrder parse(String version) {
        return VersionOrder.parse(version).orElseThrow(() -> new AssertionError("no version: " + version));
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
}
