package io.metriton.api.support;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.metriton.api.IncompleteResponseException;
import io.metriton.api.NotSentException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is told of an exchange that fails, or is given up, by how far it has come. */
@Timeout(30)
class ExchangeProgressTest {
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final IOException FAILURE = new IOException("Connection reset");

    private final ExchangeProgress progress = new ExchangeProgress();
    private final CountDownLatch answered = new CountDownLatch(1);
    private final ExchangeRunner runner = new ExchangeRunner("test");

    @AfterEach
    void close() {
        runner.close();
    }

    @Test
    void failureBeforeTheReportLeft_isNotSent() {
        assertThat(progress.isBegun()).isFalse();
        assertThat(progress.told(FAILURE)).isInstanceOf(NotSentException.class).hasCause(FAILURE);
    }

    @Test
    void failureBeforeTheAnswer_isItself() throws Exception {
        progress.begin();

        assertThat(progress.isBegun()).isTrue();
        assertThat(progress.told(FAILURE)).isSameAs(FAILURE);
    }

    @Test
    void failureInTheAnswer_isToldWithWhatCame() throws Exception {
        answerBegins();

        assertThat(progress.told(FAILURE))
                .isInstanceOfSatisfying(IncompleteResponseException.class, ExchangeProgressTest::assertBeginning)
                .hasCause(FAILURE);
    }

    @Test
    void timeOverInTheAnswer_isATimeoutWithThatCause() {
        assertThatThrownBy(() -> runner.run(Duration.ofMillis(200), this::answerHangs, () -> {}, progress))
                .isInstanceOf(SocketTimeoutException.class)
                .cause()
                .isInstanceOfSatisfying(IncompleteResponseException.class, ExchangeProgressTest::assertBeginning);
    }

    @Test
    void interruptedInTheAnswer_isAnInterruptionWithThatCause() {
        Thread caller = Thread.currentThread();
        onceAnswered(caller::interrupt);

        assertThatThrownBy(() -> runner.run(LONG, this::answerHangs, () -> {}, progress))
                .isInstanceOf(InterruptedIOException.class)
                .isNotInstanceOf(SocketTimeoutException.class)
                .hasCauseInstanceOf(IncompleteResponseException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void closedInTheAnswer_isAFailureWithThatCause() {
        onceAnswered(runner::close);

        assertThatThrownBy(() -> runner.run(LONG, this::answerHangs, () -> {}, progress))
                .hasMessageContaining("closed")
                .hasCauseInstanceOf(IncompleteResponseException.class);
    }

    /** The class of a chunk that a replaced jar has no more, or no memory: the endpoint has the report. */
    @Test
    void errorInTheAnswer_isToldWithWhatCame() {
        assertThatThrownBy(() -> runner.run(
                        LONG,
                        () -> {
                            answerBegins();
                            throw new NoClassDefFoundError("Chunks");
                        },
                        () -> {},
                        progress))
                .isInstanceOfSatisfying(IncompleteResponseException.class, ExchangeProgressTest::assertBeginning)
                .hasRootCauseInstanceOf(NoClassDefFoundError.class);
    }

    /** The time is over between the last look of the exchange and its first byte. */
    @Test
    void callerWhoWasToldThatNothingLeft_canRelyOnIt() throws Exception {
        CountDownLatch gaveUp = new CountDownLatch(1);
        CompletableFuture<Throwable> begun = new CompletableFuture<>();

        assertThatThrownBy(() -> runner.run(
                        Duration.ofMillis(50),
                        () -> {
                            awaitUninterrupted(gaveUp);
                            begun.complete(catchThrowable(progress::begin));
                            return "sent";
                        },
                        () -> {},
                        progress))
                .hasCauseInstanceOf(NotSentException.class);
        gaveUp.countDown();

        assertThat(begun.get(20, TimeUnit.SECONDS))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("given up");
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        boolean open = false;
        while (!open) {
            try {
                latch.await();
                open = true;
            } catch (InterruptedException e) {
                // The caller has given up: that is what is waited for.
            }
        }
    }

    private void onceAnswered(Runnable then) {
        Thread thread = new Thread(() -> {
            try {
                answered.await();
                then.run();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private String answerHangs() throws Exception {
        answerBegins();
        answered.countDown();
        new CountDownLatch(1).await();
        return "never";
    }

    private void answerBegins() throws IOException {
        progress.begin();
        BoundedResponse answer = new BoundedResponse(200, 10);
        progress.answered(answer);
        answer.write("abc".getBytes(US_ASCII), 0, 3);
    }

    private static void assertBeginning(IncompleteResponseException cutOff) {
        assertThat(cutOff.status()).isEqualTo(200);
        assertThat(cutOff.beginning().orElseThrow().body()).isEqualTo("abc".getBytes(US_ASCII));
    }
}
