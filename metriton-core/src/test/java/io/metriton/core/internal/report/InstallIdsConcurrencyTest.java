package io.metriton.core.internal.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.metriton.api.InstallIdException;
import io.metriton.api.InstallIdProvider;
import io.metriton.core.internal.http.AppIdentity;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Several threads, and providers that ask back. */
@Timeout(30)
class InstallIdsConcurrencyTest {
    private static final Duration LONG = Duration.ofSeconds(Long.MAX_VALUE);

    private final CountDownLatch started = new CountDownLatch(1);
    private final CountDownLatch end = new CountDownLatch(1);
    private final AtomicInteger asked = new AtomicInteger();

    @AfterEach
    void endTheLookUp() {
        end.countDown();
    }

    @Test
    void concurrentCallers_shareOneLookUp() throws Exception {
        InstallIds ids = ids(LONG, this::slow);
        List<Caller> callers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            callers.add(new Caller(ids));
        }
        for (Caller caller : callers) {
            caller.awaitWaiting();
        }
        end.countDown();

        for (Caller caller : callers) {
            assertThat(caller.result()).isEqualTo("id-1");
        }
        assertThat(asked).hasValue(1);
    }

    @Test
    void concurrentCallers_shareAFailureAndTheNextTriesAgain() throws Exception {
        InstallIds ids = ids(LONG, context -> {
            slow(context);
            if (asked.get() == 1) {
                throw new IllegalStateException("kaputt");
            }
            return Optional.of("id");
        });
        Caller first = new Caller(ids);
        assertThat(started.await(10, TimeUnit.SECONDS)).isTrue();
        Caller second = new Caller(ids);
        second.awaitWaiting();
        end.countDown();

        assertThat(first.failure()).isInstanceOf(InstallIdException.class).hasMessageEndingWith(" failed: kaputt");
        assertThat(second.failure())
                .isInstanceOf(InstallIdException.class)
                .hasMessageStartingWith("the install ID could not be found: ")
                .hasMessageEndingWith(" failed: kaputt");
        assertThat(ids.get().id()).isEqualTo("id");
        assertThat(asked).hasValue(2);
    }

    @Test
    void waitingThreadInterrupted_givesUpWithTheFlagSet() throws Exception {
        InstallIds ids = ids(LONG, this::slow);
        Caller first = new Caller(ids);
        assertThat(started.await(10, TimeUnit.SECONDS)).isTrue();
        Thread.currentThread().interrupt();

        assertThatThrownBy(ids::get)
                .isInstanceOf(InstallIdException.class)
                .hasMessage("interrupted while another thread looks for the install ID")
                .hasCauseInstanceOf(InterruptedIOException.class);
        assertThat(Thread.interrupted()).isTrue();
        end.countDown();
        assertThat(first.result()).as("the look-up goes on").isEqualTo("id-1");
    }

    @Test
    void waitingThread_waitsNoLongerThanTheTimeout() throws Exception {
        InstallIds ids = ids(Duration.ofMillis(20), this::slow);
        Caller first = new Caller(ids);
        assertThat(started.await(10, TimeUnit.SECONDS)).isTrue();

        assertThatThrownBy(ids::get)
                .isInstanceOf(InstallIdException.class)
                .hasMessage("another thread is still looking for the install ID after PT0.02S")
                .hasCauseInstanceOf(TimeoutException.class);
        end.countDown();
        assertThat(first.result()).isEqualTo("id-1");
        assertThat(ids.get().id()).isEqualTo("id-1");
    }

    @Test
    void providerThatAsksForTheIdItLooksFor_isToldSoAndDoesNotHang() throws InstallIdException {
        AtomicReference<InstallIds> ids = new AtomicReference<>();
        ids.set(ids(LONG, context -> {
            if (asked.incrementAndGet() == 1) {
                ids.get().get();
            }
            return Optional.of("id");
        }));

        assertThatThrownBy(() -> ids.get().get())
                .isInstanceOf(InstallIdException.class)
                .hasMessage("an install-ID provider asked its reporter for the id that it is looking for");
        assertThat(ids.get().get().id()).as("nothing is left locked").isEqualTo("id");
    }

    @Test
    void providerThatAsksByAnotherThread_endsInAnExceptionAndNotInADeadlock() {
        AtomicReference<InstallIds> ids = new AtomicReference<>();
        ids.set(ids(Duration.ofMillis(50), context -> {
            try {
                return Optional.of(new Caller(ids.get()).result());
            } catch (Exception e) {
                throw new IllegalStateException("the other thread failed", e);
            }
        }));

        assertThatThrownBy(() -> ids.get().get())
                .isInstanceOf(InstallIdException.class)
                .hasMessageEndingWith("the other thread failed");
    }

    @Test
    void providerThatFails_leavesNoOtherThreadHanging() throws Exception {
        InstallIds ids = ids(LONG, context -> {
            slow(context);
            throw new AssertionError("kaputt");
        });
        Caller first = new Caller(ids);
        assertThat(started.await(10, TimeUnit.SECONDS)).isTrue();
        Caller second = new Caller(ids);
        second.awaitWaiting();
        end.countDown();

        assertThat(first.failure()).isInstanceOf(InstallIdException.class);
        assertThat(second.failure()).isInstanceOf(InstallIdException.class);
    }

    @Test
    void lookUpsThatFailWhileOthersBegin_areNeitherKeptNorLost() throws Exception {
        for (int round = 0; round < 20; round++) {
            AtomicBoolean works = new AtomicBoolean();
            InstallIds ids = ids(LONG, context -> {
                if (!works.get()) {
                    throw new InstallIdException("no disk yet");
                }
                return Optional.of("id");
            });
            List<CompletableFuture<Void>> askers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                askers.add(CompletableFuture.runAsync(() -> failOften(ids), task -> new Thread(task).start()));
            }
            for (CompletableFuture<Void> asker : askers) {
                asker.get(20, TimeUnit.SECONDS);
            }
            works.set(true);

            assertThat(ids.get().id()).isEqualTo("id");
        }
    }

    private static void failOften(InstallIds ids) {
        for (int i = 0; i < 2_000; i++) {
            assertThatThrownBy(ids::get).isInstanceOf(InstallIdException.class);
        }
    }

    private Optional<String> slow(Object context) {
        int count = asked.incrementAndGet();
        started.countDown();
        try {
            assertThat(end.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return Optional.of("id-" + count);
    }

    private static InstallIds ids(Duration timeout, InstallIdProvider provider) {
        return new InstallIds(
                () -> List.of(provider), new InstallIds.Scope(new AppIdentity("app", "1.0"), Map.of(), timeout, false));
    }

    /** A thread that asks for the id. */
    private static final class Caller {
        private final CompletableFuture<String> outcome = new CompletableFuture<>();
        private final Thread thread;

        Caller(InstallIds ids) {
            this.thread = new Thread(() -> {
                try {
                    outcome.complete(ids.get().id());
                } catch (Throwable e) {
                    outcome.completeExceptionally(e);
                }
            });
            thread.start();
        }

        void awaitWaiting() {
            long start = System.nanoTime();
            while (thread.getState() != Thread.State.TIMED_WAITING) {
                assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(10));
                Thread.onSpinWait();
            }
        }

        String result() throws Exception {
            return outcome.get(10, TimeUnit.SECONDS);
        }

        Throwable failure() {
            return outcome.handle((id, failure) -> failure).join();
        }
    }
}
