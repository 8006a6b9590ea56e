package io.metriton.api.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.metriton.api.IncompatibleLibraryException;
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

    /** As for a TLS context that was not set up, or a ProxySelector of the host that throws. */
    @Test
    void clientThatFailsBeforeTheReportLeft_isNotSent() {
        IllegalStateException bug = new IllegalStateException("SSLContext is not initialized");

        assertThatThrownBy(() -> runner.run(LONG, () -> fail(bug), () -> {}, new ExchangeProgress()))
                .isInstanceOf(NotSentException.class)
                .hasMessageContaining("SSLContext is not initialized")
                .hasCause(bug);
        assertThatThrownBy(() -> runner.run(LONG, () -> fail(bug), () -> {}, begun()))
                .as("later it may have arrived")
                .isSameAs(bug);
    }

    @Test
    void heapThatIsFullBeforeTheReportLeft_isNotSent() {
        OutOfMemoryError full = new OutOfMemoryError("as if");

        assertThatThrownBy(() -> runner.run(
                        LONG,
                        () -> {
                            throw full;
                        },
                        () -> {},
                        new ExchangeProgress()))
                .isInstanceOf(NotSentException.class)
                .hasCause(full);
    }

    /** To send again cannot help. */
    @Test
    void libraryThatDoesNotFit_isToldAsThat() {
        IncompatibleLibraryException old = new IncompatibleLibraryException("group:client", "1.0", "2.0", null);

        assertThatThrownBy(() -> runner.run(LONG, () -> fail(old), () -> {}, new ExchangeProgress()))
                .isSameAs(old);
    }

    private static Object fail(RuntimeException failure) {
        throw failure;
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
