package io.metriton.api.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.metriton.api.NotSentException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A report of which nothing left this process is told as such. */
@Timeout(30)
class ExchangeRunnerNotSentTest {
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final Duration SHORT = Duration.ofMillis(50);

    private final ExchangeRunner runner = new ExchangeRunner("test");

    @AfterEach
    void close() {
        runner.close();
    }

    @Test
    void noThreadToBeHad_isNotSentAndNothingRuns() {
        AtomicBoolean started = new AtomicBoolean();
        ExchangeRunner poor = new ExchangeRunner("poor", new ExchangeThreads("poor", task -> {
            throw new OutOfMemoryError("unable to create native thread");
        }));

        assertThatThrownBy(() -> poor.run(LONG, () -> started.getAndSet(true), () -> {}))
                .isInstanceOf(NotSentException.class)
                .hasMessage("no thread could be started for the report");
        assertThat(started).isFalse();
        poor.close();
    }

    @Test
    void closedBefore_isNotSent() {
        runner.close();

        assertThatThrownBy(() -> runner.run(LONG, () -> true, () -> {})).isInstanceOf(NotSentException.class);
    }

    @Test
    void timeOverBeforeTheReportLeft_isATimeoutWithThatCause() {
        assertThatThrownBy(() -> runner.run(SHORT, this::hang, () -> {}, new ExchangeProgress()))
                .isInstanceOf(SocketTimeoutException.class)
                .hasCauseInstanceOf(NotSentException.class);
    }

    @Test
    void timeOverLater_saysNothingOfTheKind() {
        assertThatThrownBy(() -> runner.run(SHORT, this::hang, () -> {}, begun()))
                .isInstanceOf(SocketTimeoutException.class)
                .hasNoCause();
        assertThatThrownBy(() -> runner.run(SHORT, this::hang, () -> {}))
                .isInstanceOf(SocketTimeoutException.class)
                .hasNoCause();
    }

    @Test
    void interruptedBefore_isAnInterruptionWithThatCause() {
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> runner.run(LONG, () -> true, () -> {}))
                .isInstanceOf(InterruptedIOException.class)
                .hasCauseInstanceOf(NotSentException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    private static ExchangeProgress begun() {
        return ExchangeProgress.unknown();
    }

    private String hang() throws InterruptedException {
        new CountDownLatch(1).await();
        return "never";
    }
}
