package io.metriton.collector.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AllowListTest {

    private static final AllowList LIST = new AllowList(Map.of(
            "os", new DeclaredKey(10, "os", MetadataType.TEXT, ""),
            "java", new DeclaredKey(11, "java", MetadataType.NUMBER, ""),
            "ci", new DeclaredKey(12, "ci", MetadataType.BOOL, ""),
            "plugins", new DeclaredKey(13, "plugins", MetadataType.SET, ""),
            "commands", new DeclaredKey(14, "commands", MetadataType.COUNTS, "")));

    @Test
    void whatIsDeclared_isKept() {
        Declared declared = LIST.of(Map.of(
                "os",
                " linux ",
                "java",
                new BigDecimal("17.0"),
                "ci",
                true,
                "plugins",
                List.of("b", "a", "b"),
                "commands",
                Map.of("build", new BigDecimal("12"), "test", new BigDecimal("3.0"))));
        assertThat(declared.values())
                .isEqualTo(Map.of(10, List.of("linux"), 11, List.of("17"), 12, List.of("true"), 13, List.of("b", "a")));
        assertThat(declared.counts()).isEqualTo(Map.of(14, Map.of("build", 12L, "test", 3L)));
    }

    @Test
    void whatIsNotDeclaredOrOfAnotherType_isLeftOut() {
        Map<String, Object> metadata = new HashMap<>();
        metadata.put("home", "/home/jane");
        metadata.put("os", new BigDecimal(7));
        metadata.put("java", "17");
        metadata.put("ci", "true");
        metadata.put("plugins", Arrays.asList("a", true));
        metadata.put("commands", Map.of("build", new BigDecimal("-1")));
        Declared declared = LIST.of(metadata);
        assertThat(declared.values()).isEmpty();
        assertThat(declared.counts()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "1,1",
        "1.0,1",
        "1e3,1000",
        "100,100",
        "-0.50,-0.5",
        "0.000,0",
        "1e999999999,other",
        "1e-999999999,other",
        "12345678901234567890,12345678901234567890"
    })
    void numbers_haveOneText(String number, String text) {
        assertThat(LIST.of(Map.of("java", new BigDecimal(number))).values()).isEqualTo(Map.of(11, List.of(text)));
    }

    @ParameterizedTest
    @CsvSource({"1.5", "-1", "1000000001", "1e30", "0.1e-5"})
    void countsThatAreNone_areLeftOut(String number) {
        assertThat(LIST.of(Map.of("commands", Map.of("a", new BigDecimal(number))))
                        .counts())
                .isEmpty();
    }

    /** Without a bound, few reports would be more than a database can add. */
    @Test
    void countsOfNamesThatAreCountedAsOne_haveTheSameBound() {
        BigDecimal most = new BigDecimal(1_000_000_000);
        assertThat(LIST.of(Map.of("commands", Map.of("\u0001", most))).counts())
                .isEqualTo(Map.of(14, Map.of("other", 1_000_000_000L)));
        assertThat(LIST.of(Map.of("commands", Map.of("\u0001", most, "\u0002", BigDecimal.ONE)))
                        .counts())
                .isEmpty();
    }

    @Test
    void textsThatAreLongOrNotPlain_areOthers() {
        for (String text : List.of("x".repeat(129), "a\u0000b", "a\u202eb", "\ud800", "   ")) {
            assertThat(LIST.of(Map.of("os", text)).values()).isEqualTo(Map.of(10, List.of("other")));
        }
        assertThat(LIST.of(Map.of("os", "Grüße 日本 😀")).values()).isEqualTo(Map.of(10, List.of("Grüße 日本 😀")));
    }
}
