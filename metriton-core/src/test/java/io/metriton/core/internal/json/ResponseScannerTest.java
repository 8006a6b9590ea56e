package io.metriton.core.internal.json;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is found in answers that are no JSON, or not all of it. */
class ResponseScannerTest {

    @Test
    void escapes_areRead() {
        ResponseFields fields = ResponseScanner.scan("{\"latest_version\":\"\\u0031.\\\"\\\\\\/\\t\"");

        assertThat(fields.latestVersion()).isEqualTo("1.\"\\/\t");
    }

    @Test
    void nameThatIsEscaped_isFound() {
        assertThat(ResponseScanner.scan("{\"disable_scou\\u0074\":true,").disableScout())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\u", "\\u1", "\\u12", "\\u+123", "\\uZZZZ", "\\x", "\\"})
    void brokenEscape_takesNothingAfterIt(String escape) {
        String text = "{\"a\":\"" + escape + " \",\"disable_scout\":true";

        assertThat(ResponseScanner.scan(text).disableScout()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"disable_scout\":", "{\"disable_scout\"", "{\"disable_scou", "{\"a\":\"\\u00", "{", ""})
    void textThatIsCutOff_saysNothing(String text) {
        assertThat(ResponseScanner.scan(text).disableScout()).isFalse();
    }

    @Test
    void memberOfAnInnerObject_isNotFound() {
        assertThat(ResponseScanner.scan("{\"a\":{\"disable_scout\":true},").disableScout())
                .isFalse();
    }
}
