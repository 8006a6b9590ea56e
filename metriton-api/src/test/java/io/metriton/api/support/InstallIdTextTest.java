package io.metriton.api.support;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InstallIdTextTest {

    @ParameterizedTest
    @ValueSource(strings = {"x", "11111111-2222-4333-8444-555555555555", "an id", "\u00e4\u6f22", "\ud83d\ude00"})
    void oneLineOfPrintableCharacters_isAnId(String text) {
        assertThat(InstallIdText.isId(text)).isTrue();
        assertThat(InstallIdText.isBlank(text)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t\n", "\u0000", "\ufeff\u200b", "\u00a0", "\u2028"})
    void nothingToBeSeen_isBlankAndNoId(String text) {
        assertThat(InstallIdText.isId(text)).isFalse();
        assertThat(InstallIdText.isBlank(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"id\n", "a\nb", "a\u0007", "a\u202eb", "a\u2028b", "a\ud800", "a\ue000"})
    void anythingElse_isNoId(String text) {
        assertThat(InstallIdText.isId(text)).isFalse();
        assertThat(InstallIdText.isBlank(text)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 128})
    void length_countsCharactersAndNotTheirHalves(int length) {
        assertThat(InstallIdText.isId("\ud83d\ude00".repeat(length))).isTrue();
        assertThat(InstallIdText.isId("x".repeat(length + 128))).isFalse();
    }
}
