package io.metriton.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(SystemState.class)
class OptOutTest {

    /** A host with a security manager got its SecurityException. */
    @Test
    void whatTheHostDoesNotLetUsRead_isAsIfNotSet() throws Exception {
        assertThat(DeniedPermission.without("metriton.disabled", () -> OptOut.reason(Map.of())))
                .isEmpty();
        assertThat(DeniedPermission.without("getenv.*", OptOut::ofProcess)).isEmpty();
        assertThat(DeniedPermission.without("metriton.disabled", () -> OptOut.reason(Map.of("SCOUT_DISABLE", "1"))))
                .isPresent();
    }

    @Test
    void nothingSet_isNoOptOut() {
        assertThat(OptOut.reason(Map.of())).isEmpty();
        assertThat(OptOut.isDisabledByUser()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "TRUE", "", "1", "yes"})
    void systemProperty_isAnOptOut(String value) {
        System.setProperty("metriton.disabled", value);

        assertThat(OptOut.reason(Map.of())).contains("the system property metriton.disabled is set");
        assertThat(OptOut.isDisabledByUser()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"false", "FALSE", "0"})
    void systemPropertyThatSaysNo_isNoOptOut(String value) {
        System.setProperty("metriton.disabled", value);

        assertThat(OptOut.reason(Map.of())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "0", "false", "no", " "})
    void scoutDisableOfAnyValue_isAnOptOutAsInGo(String value) {
        assertThat(OptOut.reason(Map.of("SCOUT_DISABLE", value))).contains("SCOUT_DISABLE is set");
    }

    @Test
    void scoutDisableEmpty_isNoOptOut() {
        assertThat(OptOut.reason(Map.of("SCOUT_DISABLE", ""))).isEmpty();
    }

    @Test
    void travisOfTheVendor_isAnOptOut() {
        assertThat(OptOut.reason(Map.of("TRAVIS_REPO_SLUG", "datawire/ambassador")))
                .contains("TRAVIS_REPO_SLUG starts with datawire/");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "datawire", "somebody/datawire/", "Datawire/x"})
    void travisOfSomebodyElse_isNoOptOut(String slug) {
        assertThat(OptOut.reason(Map.of("TRAVIS_REPO_SLUG", slug))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "true", "yes", "2"})
    void doNotTrack_isAnOptOut(String value) {
        assertThat(OptOut.reason(Map.of("DO_NOT_TRACK", value))).contains("DO_NOT_TRACK is set");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "false", "FALSE"})
    void doNotTrackThatSaysNo_isNoOptOut(String value) {
        assertThat(OptOut.reason(Map.of("DO_NOT_TRACK", value))).isEmpty();
    }

    @Test
    void variableNamesInAnotherCase_areOtherVariables() {
        assertThat(OptOut.reason(Map.of("scout_disable", "1", "do_not_track", "1")))
                .isEmpty();
    }

    /** There the user may have written them in any case, as {@code set do_not_track=1}. */
    @ParameterizedTest
    @ValueSource(strings = {"do_not_track", "DO_NOT_TRACK", "Do_Not_Track"})
    void variableNamesOnWindows_areTheSameInAnyCase(String name) {
        assertThat(OptOut.reason(OptOut.inAnyCase(Map.of(name, "1"), true))).contains("DO_NOT_TRACK is set");
        assertThat(OptOut.inAnyCase(Map.of("Https_Proxy", "p"), true)).containsEntry("HTTPS_PROXY", "p");
    }
}
