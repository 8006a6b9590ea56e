package io.metriton.collector.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class BurstExecutorTest {

    private final Queue<Runnable> pool = new ArrayDeque<>();
    private final BurstExecutor executor = new BurstExecutor(pool::add);
    private final List<Integer> ran = new ArrayList<>();

    @Test
    void burst_takesOneThreadAndAsksForASecond() {
        for (int i = 0; i < 100; i++) {
            int task = i;
            executor.execute(() -> ran.add(task));
        }
        assertThat(pool).hasSize(1);
        pool.remove().run();
        assertThat(ran).hasSize(100).isSorted();
        assertThat(pool).hasSize(1);
        pool.remove().run();
        assertThat(pool).isEmpty();
    }

    @Test
    void taskThatBlocks_holdsUpNoneOfItsBurst() {
        executor.execute(() -> {
            // The second thread came before this one began.
            pool.remove().run();
            assertThat(ran).containsExactly(2, 3);
            ran.add(1);
        });
        executor.execute(() -> ran.add(2));
        executor.execute(() -> ran.add(3));
        pool.remove().run();
        assertThat(ran).containsExactly(2, 3, 1);
    }

    @Test
    void taskThatBlocks_holdsUpNoOther() {
        executor.execute(() -> {
            executor.execute(() -> ran.add(2));
            // A second thread runs the second task while this one is still running.
            assertThat(pool).hasSize(1);
            pool.remove().run();
            assertThat(ran).containsExactly(2);
            ran.add(1);
        });
        pool.remove().run();
        assertThat(ran).containsExactly(2, 1);
    }

    @Test
    void poolThatRefuses_isAskedAgain() {
        AtomicBoolean refuses = new AtomicBoolean(true);
        BurstExecutor other = new BurstExecutor(task -> {
            if (refuses.get()) {
                throw new RejectedExecutionException();
            }
            pool.add(task);
        });
        assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(() -> other.execute(() -> ran.add(1)));
        refuses.set(false);
        other.execute(() -> ran.add(2));
        pool.remove().run();
        assertThat(ran).containsExactly(1, 2);
    }
}
