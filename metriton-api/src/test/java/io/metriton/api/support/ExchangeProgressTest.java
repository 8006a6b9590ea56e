package io.metriton.api.support;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.metriton.api.IncompleteResponseException;
import io.metriton.api.NotSentException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
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
    void failureBeforeTheAnswer_isItself() {
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
