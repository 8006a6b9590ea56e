package io.metriton.collector.applications;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {

    @ParameterizedTest
    @CsvSource({
        "1.0,1.0,true",
        "1.0,1.0.1,false",
        "1.0,11.0,false",
        "*,'',true",
        "*,anything,true",
        "**,anything,true",
        "1.*,1.,true",
        "1.*,2.1.0,false",
        "*-nightly,1.0-nightly,true",
        "*-nightly,1.0-nightly-2,false",
        "*-pr*,1.0-pr7,true",
        "1*-x*-y,1-x-y,true",
        "1*-x*-y,1-x-y-x,false",
        "1*-x*-y,1-y-x-y,true",
        "ab*ba,aba,false",
        "ab*ba,abba,true",
        "a*b*b,ab,false",
        "a*.*c,abc,false",
        "a+*,a+b,true"
    })
    void pattern_matchesTheWholeTextWithAnythingForEachStar(String pattern, String text, boolean matches) {
        assertThat(new Glob(pattern).matches(text)).isEqualTo(matches);
    }

    /** As a regular expression this took longer than anybody waits: each report of such a version held a thread for good. */
    @Test
    @Timeout(value = 10, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void manyStars_areDecidedAtOnce() {
        Settings settings = new Settings(Json.parse("{\"development_versions\": [\"" + "*a".repeat(60) + "*b\"]}"));
        assertThat(settings.isDevelopment("a".repeat(128))).isFalse();
        assertThat(settings.isDevelopment("a".repeat(127) + "b")).isTrue();
    }
}
