package io.metriton.collector.store;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class UnknownHostTest {

    /** The name is reserved (RFC 2606), so that nobody has it. */
    @Test
    void hostOfTheDatabaseThatNobodyKnows_isNamed() {
        assertThatThrownBy(() -> Store.open("jdbc:postgresql://nobody.invalid/metriton?user=a"))
                .isInstanceOf(StoreException.class)
                .hasMessageStartingWith("the database cannot be opened: ")
                .hasMessageContaining("nobody.invalid");
    }
}
