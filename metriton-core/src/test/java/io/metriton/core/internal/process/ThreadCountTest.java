package io.metriton.core.internal.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ThreadCountTest {
    private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

    private final ThreadCount count = new ThreadCount(4, 0);

    @Test
    void fourThreads_areAllThereAre() {
        count.changed(3);
        assertThat(count.mayStart()).isTrue();
        count.changed(1);
        assertThat(count.mayStart()).isFalse();
        assertThat(count.isOneTooMany()).isFalse();

        count.changed(-4);
        assertThat(count.isNone()).isTrue();
    }

    @Test
    void threadsInCallbacks_areReplacedOnlyOnceAllAre() {
        count.changed(4);
        count.inCallbacksChanged(3);
        assertThat(count.areAllInCallbacks()).isFalse();
        assertThat(count.mayStart()).isFalse();

        count.inCallbacksChanged(1);
        assertThat(count.areAllInCallbacks()).isTrue();
        assertThat(count.mayStart()).isTrue();
    }

    @Test
    void twelveThreads_areTheMost() {
        count.changed(11);
        count.inCallbacksChanged(11);
        assertThat(count.mayStart()).isTrue();
        count.changed(1);

        assertThat(count.mayStart()).isFalse();
    }

    @Test
    void callbackThatReturns_leavesOneTooMany() {
        count.changed(5);
        count.inCallbacksChanged(4);
        assertThat(count.isOneTooMany()).isFalse();

        count.inCallbacksChanged(-1);
        assertThat(count.isOneTooMany())
                .as("four for work, and three in callbacks are one more")
                .isFalse();
        count.inCallbacksChanged(-3);
        assertThat(count.isOneTooMany()).isTrue();
    }

    /** Tests run the jobs themselves. */
    @Test
    void noThreads_areNeverInCallbacks() {
        ThreadCount none = new ThreadCount(0, 0);

        assertThat(none.areAllInCallbacks()).isFalse();
        assertThat(none.mayStart()).isFalse();
    }

    @Test
    void interruptedThread_isReplacedOnceAMinute() {
        assertThat(count.mayReplace(0)).isTrue();
        assertThat(count.mayReplace(MINUTE - 1)).isFalse();
        assertThat(count.mayReplace(MINUTE)).isTrue();
        assertThat(count.mayReplace(MINUTE + 1)).isFalse();
    }

    @Test
    void idleThreads_areCounted() {
        assertThat(count.isAnyIdle()).isFalse();
        count.idleChanged(1);
        assertThat(count.isAnyIdle()).isTrue();
        count.idleChanged(-1);
        assertThat(count.isAnyIdle()).isFalse();
    }
}
