package io.metriton.core.internal.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ExitHookTest {
    private final ExitHook hook = new ExitHook();

    @Test
    void pendingTasks_runAndTheOthersDoNot() {
        FakeTask pending = new FakeTask(true);
        FakeTask idle = new FakeTask(false);
        hook.add(pending);
        hook.add(pending);
        hook.add(idle);

        hook.run();

        assertThat(pending.exits).hasValue(1);
        assertThat(idle.exits).hasValue(0);
        assertThat(hook.isLeaving()).isTrue();
        assertThat(hook.add(new FakeTask(true))).as("too late").isFalse();
    }

    @Test
    void taskThatThrows_holdsUpNoOther() {
        FakeTask[] tasks = new FakeTask[8];
        for (int i = 0; i < tasks.length; i++) {
            tasks[i] = new FakeTask(true);
            tasks[i].failure = i % 2 == 0 ? new NoClassDefFoundError("closed") : null;
            hook.add(tasks[i]);
        }
        assertThatCode(hook::run).doesNotThrowAnyException();
        for (FakeTask each : tasks) {
            assertThat(each.exits).hasValue(1);
        }
    }

    @Test
    void taskThatTakesLong_holdsUpNoOther() throws Exception {
        CountDownLatch others = new CountDownLatch(3);
        FakeTask slow = new FakeTask(true);
        slow.action = () -> assertThat(await(others)).isTrue();
        hook.add(slow);
        FakeTask[] quick = new FakeTask[3];
        for (int i = 0; i < quick.length; i++) {
            quick[i] = new FakeTask(true);
            quick[i].action = others::countDown;
            hook.add(quick[i]);
        }
        hook.run();
        assertThat(slow.exits).hasValue(1);
        assertThat(others.getCount()).isZero();
    }

    @Test
    void idleHook_isRemovedAndTheTasksAreTold() {
        FakeTask idle = new FakeTask(false);
        hook.add(idle);
        hook.removeIfIdle();
        assertThat(idle.unwatched).hasValue(1);

        hook.run();
        assertThat(idle.exits).hasValue(0);
    }

    @Test
    void hookWithSomethingPending_stays() {
        FakeTask pending = new FakeTask(true);
        hook.add(pending);
        hook.removeIfIdle();

        hook.run();
        assertThat(pending.exits).hasValue(1);
    }

    @Test
    void removedTask_doesNotRun() {
        FakeTask pending = new FakeTask(true);
        hook.add(pending);
        hook.remove(pending);

        hook.run();
        assertThat(pending.exits).hasValue(0);
    }

    private static boolean await(CountDownLatch latch) {
        try {
            return latch.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static final class FakeTask implements ExitHook.Task {
        final AtomicInteger exits = new AtomicInteger();
        final AtomicInteger unwatched = new AtomicInteger();
        final boolean pending;
        Error failure;
        Runnable action = () -> {};

        FakeTask(boolean pending) {
            this.pending = pending;
        }

        @Override
        public boolean isPending() {
            return pending;
        }

        @Override
        public void atExit(long start) {
            exits.incrementAndGet();
            action.run();
            if (failure != null) {
                throw failure;
            }
        }

        @Override
        public void unwatched() {
            unwatched.incrementAndGet();
        }
    }
}
