package io.metriton.testkit;

import static io.metriton.testkit.MetritonAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReceivedReportAssertTest {
    private static final String JSON = Client.report("{\"action\":\"start\",\"n\":3,\"half\":0.5,\"none\":null,"
            + "\"list\":[1,{\"k\":[null]}],\"path\":\"C:\\\\Users\\\\Jane\",\"umlaut\":\"J\\u00e4ne\"}");
    private static final String SHOWN = "hello 1.0.0, metadata {\"action\": \"start\", \"n\": 3, \"half\": 0.5,"
            + " \"none\": null, \"list\": [1, {\"k\": [null]}], \"path\": \"C:\\Users\\Jane\", \"umlaut\": \"J\u00e4ne\"}";

    private final ReceivedReport report = received();

    @Test
    void fieldsAsExpected_pass() {
        assertThat(report).hasApplication("hello").hasVersion("1.0.0").hasInstallId("an id");
        Assertions.assertThat(report).hasApplication("hello");
    }

    @Test
    void fieldsOtherThanExpected_failWithBoth() {
        assertFails(
                () -> assertThat(report).hasApplication("x"),
                "expected application \"x\", but it is \"hello\" in: " + SHOWN);
        assertFails(
                () -> assertThat(report).hasVersion("2"), "expected version \"2\", but it is \"1.0.0\" in: " + SHOWN);
        assertFails(
                () -> assertThat(report).hasInstallId("x"),
                "expected install ID \"x\", but it is \"an id\" in: " + SHOWN);
    }

    @Test
    void metadataAsExpected_pass() {
        assertThat(report)
                .hasMetadata("action", "start")
                .hasMetadata("n", 3)
                .hasMetadata("n", 3L)
                .hasMetadata("n", new BigDecimal("3.00"))
                .hasMetadata("half", 0.5f)
                .hasMetadata("none", null)
                .hasMetadata("list", List.of(1L, Map.of("k", Arrays.asList((Object) null))))
                .hasMetadata("list", Set.of(Map.of("k", Arrays.asList((Object) null)), 1));
    }

    @Test
    void valueThatIsNoJson_isSaid() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> assertThat(report).hasMetadata("n", Double.NaN))
                .withMessageStartingWith("NaN is no JSON number");
    }

    @Test
    void textInDecomposedCharacters_isMentioned() {
        String decomposed = Normalizer.normalize("J\u00e4ne", Normalizer.Form.NFD);
        Assertions.assertThatThrownBy(() -> assertThat(report).doesNotMention(decomposed))
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void metadataOtherThanExpected_failWithBoth() {
        assertFails(
                () -> assertThat(report).hasMetadata("n", "3"),
                "expected metadata \"n\" \"3\", but it is 3 in: " + SHOWN);
        assertFails(
                () -> assertThat(report).hasMetadata("none", "x"),
                "expected metadata \"none\" \"x\", but it is null in: " + SHOWN);
        assertFails(
                () -> assertThat(report).hasMetadata("list", List.of(1)),
                "expected metadata \"list\" [1], but it is [1, {\"k\": [null]}] in: " + SHOWN);
        assertFails(
                () -> assertThat(report).hasMetadata("absent", null),
                "expected metadata \"absent\", but received: " + SHOWN);
    }

    @Test
    void metadataKeys_areAllOfThem() {
        assertThat(report).hasOnlyMetadataKeys("umlaut", "path", "list", "none", "half", "n", "action");
        assertFails(
                () -> assertThat(report).hasOnlyMetadataKeys("action", "n", "half", "none", "list", "user"),
                "expected only the metadata [action, n, half, none, list, user], but missing [user] and not expected"
                        + " [path, umlaut]: " + SHOWN);
    }

    @Test
    void mentionOfNothing_passes() {
        assertThat(report).doesNotMention("joe").doesNotMention("secret token");
    }

    /** In any case; as it came; decoded; keys; and where one might not look: install ID and headers. */
    @ParameterizedTest
    @ValueSource(strings = {"START", "C:\\\\users", "c:\\Users\\jane", "jäne", "umlaut", "an id", "hello", "\"k\":"})
    void mentionInTheBody_failsAndShowsIt(String text) {
        assertFails(
                () -> assertThat(report).doesNotMention(text),
                "expected no mention of \"" + text + "\", but it is in the body: " + JSON);
    }

    @ParameterizedTest
    @ValueSource(strings = {"token-1", "authorization"})
    void mentionInAHeader_failsAndShowsIt(String text) {
        assertFails(
                () -> assertThat(report).doesNotMention(text),
                "expected no mention of \"" + text + "\", but it is in the header Authorization: Bearer TOKEN-1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " "})
    void mentionOfBlank_isRefused(String blank) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> assertThat(report).doesNotMention(blank))
                .withMessage("every report mentions blanks: name what must not be told");
    }

    @Test
    void nullReport_fails() {
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> assertThat((ReceivedReport) null).hasVersion("1"))
                .withMessageContaining("Expecting actual not to be null");
    }

    private static ReceivedReport received() {
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.put("Authorization", List.of("Bearer TOKEN-1"));
        try {
            return new ReceivedReport(ReportReader.read(JSON), JSON, headers);
        } catch (ReportReader.NotAReport e) {
            throw new AssertionError(e);
        }
    }

    private static void assertFails(ThrowingCallable assertion, String message) {
        assertThatExceptionOfType(AssertionError.class).isThrownBy(assertion).withMessage(message);
    }
}
