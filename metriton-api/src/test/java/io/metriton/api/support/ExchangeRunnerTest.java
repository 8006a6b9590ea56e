package io.metriton.api.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.metriton.api.ResponseTooLargeException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What {@code run} promises its caller; {@link ExchangeRunnerCloseTest} and {@link ExchangeRunnerThreadsTest} the rest. */
@Timeout(30)
class ExchangeRunnerTest {
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final Duration SHORT = Duration.ofMillis(50);
    private static final Runnable NO_ABORT = () -> {};

    private final ExchangeRunner runner = new ExchangeRunner("test");
    private final CountDownLatch aborted = new CountDownLatch(1);

    @AfterEach
    void close() {
        runner.close();
        assertThat(Thread.interrupted()).as("a test left the flag set").isFalse();
    }

    @Test
    void exchangeInTime_givesItsResultAndIsNotAborted() throws IOException {
        assertThat(runner.run(LONG, () -> "answer", aborted::countDown)).isEqualTo("answer");
        assertThat(aborted.getCount()).isOne();
    }

    @Test
    void timeOver_isSocketTimeoutAndAborts() throws InterruptedException {
        assertThatThrownBy(() -> runner.run(SHORT, this::hang, aborted::countDown))
                .isInstanceOf(SocketTimeoutException.class)
                .hasMessage("the time of 50 ms is over");
        assertAborted();
    }

    @Test
    void timeOver_interruptsWhatIsUnderWay() throws InterruptedException {
        CountDownLatch interrupted = new CountDownLatch(1);

        assertThatThrownBy(() -> runner.run(
                        SHORT,
                        () -> {
                            try {
                                return hang();
                            } catch (InterruptedException e) {
                                interrupted.countDown();
                                throw e;
                            }
                        },
                        NO_ABORT))
                .isInstanceOf(SocketTimeoutException.class);
        assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void exchangeThatCannotBeAborted_doesNotKeepItsCaller() {
        CountDownLatch end = new CountDownLatch(1);

        assertThatThrownBy(() -> runner.run(
                        SHORT,
                        () -> {
                            awaitWhateverHappens(end);
                            return "too late";
                        },
                        NO_ABORT))
                .isInstanceOf(SocketTimeoutException.class);
        end.countDown();
    }

    @Test
    void callerInterrupted_isInterruptedIOKeepsTheFlagAndAborts() throws InterruptedException {
        Thread caller = Thread.currentThread();

        assertThatThrownBy(() -> runner.run(
                        LONG,
                        () -> {
                            caller.interrupt();
                            return hang();
                        },
                        aborted::countDown))
                .isInstanceOf(InterruptedIOException.class)
                .isNotInstanceOf(SocketTimeoutException.class)
                .hasMessage("interrupted while the report was being sent");
        assertThat(Thread.interrupted()).isTrue();
        assertAborted();
    }

    @Test
    void callerInterruptedBefore_neverStartsTheExchange() {
        AtomicBoolean started = new AtomicBoolean();
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> runner.run(LONG, () -> started.getAndSet(true), aborted::countDown))
                .isInstanceOf(InterruptedIOException.class)
                .hasMessage("interrupted before the report was sent");
        assertThat(Thread.interrupted()).isTrue();
        runner.close();
        assertThat(started).isFalse();
        assertThat(aborted.getCount()).isOne();
    }

    @Test
    void exchangeThatFails_failsWithTheVerySameException() {
        assertPassesThrough(new IOException("connection reset"));
        assertPassesThrough(new ResponseTooLargeException(200, 1));
        assertPassesThrough(new IllegalStateException("bug"));
        assertPassesThrough(new NoClassDefFoundError("some/Jar"));
    }

    @Test
    void exchangeThatThrowsAnotherCheckedException_isAnIOExceptionWithItBelow() {
        Exception cause = new Exception("below");

        assertThatIOException()
                .isThrownBy(() -> runner.run(
                        LONG,
                        () -> {
                            throw cause;
                        },
                        NO_ABORT))
                .satisfies(e -> assertThat(e).hasRootCause(cause));
    }

    @Test
    void timeoutForEver_isABoundLikeAnyOther() throws IOException {
        Duration forEver = Duration.ofSeconds(Long.MAX_VALUE);

        assertThat(runner.run(forEver, () -> "answer", NO_ABORT)).isEqualTo("answer");
    }

    @Test
    void severalCallers_areServedAtTheSameTime() throws Exception {
        CountDownLatch both = new CountDownLatch(2);
        Thread other = new Thread(() -> meet(both));
        other.start();
        meet(both);
        other.join(10_000);
        assertThat(both.getCount()).isZero();
    }

    private void meet(CountDownLatch both) {
        try {
            runner.run(
                    Duration.ofSeconds(10),
                    () -> {
                        both.countDown();
                        both.await();
                        return "met";
                    },
                    NO_ABORT);
        } catch (IOException e) {
            throw new AssertionError("the exchanges run one after the other", e);
        }
    }

    private void assertPassesThrough(Throwable failure) {
        assertThatThrownBy(() -> runner.run(
                        LONG,
                        () -> {
                            if (failure instanceof Exception exception) {
                                throw exception;
                            }
                            throw (Error) failure;
                        },
                        aborted::countDown))
                .isSameAs(failure);
        assertThat(aborted.getCount()).isOne();
    }

    private void assertAborted() throws InterruptedException {
        assertThat(aborted.await(10, TimeUnit.SECONDS)).as("aborted").isTrue();
    }

    private String hang() throws InterruptedException {
        new CountDownLatch(1).await();
        return "never";
    }

    private static void awaitWhateverHappens(CountDownLatch latch) {
        boolean done = false;
        while (!done) {
            try {
                latch.await();
                done = true;
            } catch (InterruptedException e) {
                done = false; // Like a name look-up, which no interrupt ends.
            }
        }
    }
}
