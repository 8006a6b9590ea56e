package io.metriton.core.internal.util;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ClassNamesTest {

    @Test
    void lambda_isNamedByTheClassInWhichItStands() {
        Runnable lambda = () -> {};

        assertThat(ClassNames.of(lambda)).isEqualTo("a lambda in io.metriton.core.internal.util.ClassNamesTest");
        assertThat(ClassNames.of("text")).isEqualTo("java.lang.String");
    }
}
