package io.metriton.core.internal.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How long the end of a process waits for what may hang. */
@Timeout(30)
class DetachedTaskTest {
    private final CountDownLatch end = new CountDownLatch(1);
    private final AtomicInteger asked = new AtomicInteger();

    @AfterEach
    void letGo() {
        end.countDown();
    }

    private DetachedTask blocked() {
        return DetachedTask.start("test", () -> {
            try {
                end.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    @Test
    void taskThatMakesNoProgress_isGivenUpAfterTwoSteps() {
        assertThat(blocked().awaitProgress(new Fake(false))).isFalse();
        assertThat(asked.get()).as("looks at whether it forces something").isEqualTo(2);
    }

    /** A disk that works may take more than a second to force a file. */
    @Test
    void taskThatForcesSomething_isWaitedForOverAStep() {
        assertThat(blocked().awaitProgress(new Fake(true))).isTrue();
    }

    private final class Fake implements DetachedTask.Progress {
        private final boolean forcing;

        Fake(boolean forcing) {
            this.forcing = forcing;
        }

        @Override
        public int steps() {
            return 0;
        }

        @Override
        public boolean isForcing() {
            asked.incrementAndGet();
            if (forcing) {
                end.countDown(); // The disk is done in the next step.
            }
            return forcing;
        }
    }
}
