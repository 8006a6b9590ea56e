package io.metriton.api.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What closing does. */
@Timeout(30)
class ExchangeRunnerCloseTest {
    private static final Duration LONG = Duration.ofMinutes(5);

    private final ExchangeRunner runner = new ExchangeRunner("test");
    private final CountDownLatch aborted = new CountDownLatch(1);

    @Test
    void close_abortsWhatIsUnderWayAndFreesTheCaller() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        CompletableFuture<Throwable> outcome = new CompletableFuture<>();
        Thread caller = new Thread(() -> outcome.complete(failureOf(started)));
        caller.start();
        assertThat(started.await(10, TimeUnit.SECONDS)).isTrue();

        runner.close();

        assertThat(outcome.get(10, TimeUnit.SECONDS))
                .isInstanceOf(IOException.class)
                .hasMessage("the transport was closed while the report was being sent");
        assertThat(aborted.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void closed_failsWithIOExceptionAndStartsNothing() {
        AtomicBoolean started = new AtomicBoolean();
        runner.close();

        assertThatIOException()
                .isThrownBy(() -> runner.run(LONG, () -> started.getAndSet(true), () -> {}))
                .withMessage("the transport is closed");
        assertThat(started).isFalse();
    }

    @Test
    void closedWhileThreadsRest_rejectsTasks() throws Exception {
        for (int i = 0; i < 8; i++) {
            runner.run(LONG, () -> true, () -> {});
        }

        runner.close();

        for (int i = 0; i < 100; i++) {
            assertThatThrownBy(() -> runner.executor().execute(() -> {}))
                    .isInstanceOf(RejectedExecutionException.class);
        }
    }

    @Test
    void closeTwiceOrUnused_doesNothing() {
        runner.close();

        assertThatCode(runner::close).doesNotThrowAnyException();
    }

    @Test
    void closed_executorRejects() {
        runner.close();

        assertThatThrownBy(() -> runner.executor().execute(() -> {})).isInstanceOf(RejectedExecutionException.class);
    }

    private Throwable failureOf(CountDownLatch started) {
        try {
            runner.run(
                    LONG,
                    () -> {
                        started.countDown();
                        return aborted.await(5, TimeUnit.MINUTES);
                    },
                    aborted::countDown);
            return new AssertionError("no exception");
        } catch (Throwable e) {
            return e;
        }
    }
}
