package io.metriton.core.internal.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** How many reports, and how many bytes, wait in memory alone. */
class QueueLimitsTest {
    private final QueueLimits limits = new QueueLimits(2, 100);

    @Test
    void reports_areTakenUpToTheBound() {
        assertThat(limits.admit(1)).isTrue();
        assertThat(limits.isFull()).isFalse();
        assertThat(limits.admit(1)).isTrue();
        assertThat(limits.isFull()).isTrue();
        assertThat(limits.admit(1)).isFalse();

        limits.release(1);

        assertThat(limits.isFull()).isFalse();
        assertThat(limits.admit(1)).isTrue();
    }

    @Test
    void bytes_areTakenUpToTheBound() {
        assertThat(limits.admit(101)).isFalse();
        assertThat(limits.admit(60)).isTrue();
        assertThat(limits.admit(41)).isFalse();
        assertThat(limits.isFull()).isFalse();
        assertThat(limits.admit(40)).isTrue();
        limits.release(60);
        limits.release(40);

        assertThat(limits.admit(100)).isTrue();
        assertThat(limits.isFull()).isTrue();
    }

    @Test
    void whatIsTakenAnyway_takesRoomAllTheSame() {
        limits.admitAnyway(1_000);
        assertThat(limits.isFull()).isTrue();
        assertThat(limits.admit(1)).isFalse();

        limits.release(1_000);

        assertThat(limits.admit(100)).isTrue();
        assertThat(limits.maxBytes()).isEqualTo(100);
    }
}
