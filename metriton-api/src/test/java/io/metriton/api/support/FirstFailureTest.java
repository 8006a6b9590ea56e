package io.metriton.api.support;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FirstFailureTest {

    @Test
    void laterFailures_sayWhatTheFirstSaid() {
        FirstFailure failures = new FirstFailure();
        Throwable first = new NoClassDefFoundError("kotlin/Unit");
        Throwable second = new NoClassDefFoundError("Could not initialize class okhttp3.Protocol");

        assertThat(failures.reasonOf(first)).isSameAs(first);
        assertThat(failures.reasonOf(second))
                .hasMessage("kotlin/Unit")
                .hasToString(first.toString())
                .hasCause(second);
    }
}
