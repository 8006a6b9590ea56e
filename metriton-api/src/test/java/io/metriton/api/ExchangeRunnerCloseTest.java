package io.metriton.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Closing, and waiting for a client's own asynchronous calls. */
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
    void closeTwiceOrUnused_doesNothing() {
        runner.close();

        assertThatCode(runner::close).doesNotThrowAnyException();
    }

    @Test
    void closed_executorRejects() {
        runner.close();

        assertThatThrownBy(() -> runner.executor().execute(() -> {})).isInstanceOf(RejectedExecutionException.class);
    }

    @Test
    void asynchronousCall_givesItsResult() throws IOException {
        assertThat(runner.await(LONG, () -> CompletableFuture.completedFuture("answer")))
                .isEqualTo("answer");
    }

    @Test
    void asynchronousCallThatFails_failsWithTheVerySameException() {
        IOException failure = new IOException("connection reset");

        assertThatThrownBy(() -> runner.await(LONG, () -> CompletableFuture.failedFuture(failure)))
                .isSameAs(failure);
    }

    @Test
    void asynchronousCallTimeOver_isCancelled() {
        CompletableFuture<String> call = new CompletableFuture<>();

        assertThatThrownBy(() -> runner.await(Duration.ofMillis(20), () -> call))
                .isInstanceOf(SocketTimeoutException.class);
        assertThat(call).isCancelled();
    }

    @Test
    void asynchronousCallInterruptedBefore_isNeverStarted() {
        AtomicBoolean started = new AtomicBoolean();
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> runner.await(LONG, () -> {
                    started.set(true);
                    return new CompletableFuture<>();
                }))
                .isInstanceOf(InterruptedIOException.class);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(started).isFalse();
    }

    @Test
    void asynchronousCallInterruptedWhileItStarts_isCancelled() {
        CompletableFuture<String> call = new CompletableFuture<>();

        assertThatThrownBy(() -> runner.await(LONG, () -> {
                    Thread.currentThread().interrupt();
                    return call;
                }))
                .isInstanceOf(InterruptedIOException.class);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(call).isCancelled();
    }

    @Test
    void asynchronousCallClosedMeanwhile_isCancelledAndFreesTheCaller() throws Exception {
        CompletableFuture<String> call = new CompletableFuture<>();
        Thread closer = new Thread(() -> {
            awaitDependents(call);
            runner.close();
        });
        closer.start();

        assertThatIOException().isThrownBy(() -> runner.await(LONG, () -> call));
        assertThat(call).isCancelled();
        closer.join(10_000);
    }

    @Test
    void asynchronousCallAfterClose_isCancelledAndNotLeftRunning() {
        CompletableFuture<String> call = new CompletableFuture<>();
        runner.close();

        assertThatIOException().isThrownBy(() -> runner.await(LONG, () -> call)).withMessage("the transport is closed");
        assertThat(call).isCancelled();
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

    /** Somebody waits in get(): a future counts them. */
    private static void awaitDependents(CompletableFuture<?> future) {
        while (future.getNumberOfDependents() == 0) {
            Thread.onSpinWait();
        }
    }
}
