package io.metriton.core.internal.daily;

import io.metriton.api.Outbox.Durability;
import io.metriton.core.internal.delivery.OutboxHandle;
import io.metriton.core.internal.process.DetachedTask;
import io.metriton.core.internal.process.ExitHook;
import io.metriton.core.internal.util.Budget;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Ends a daily report, when its background reporter is closed or the JVM ends: saves what was counted, and makes the report of
 * today if there is none. What {@link #close} has no time for goes on, and the end of the JVM waits for it. Thread-safe.
 */
final class DailyShutdown implements Runnable {
    /** The rest of close bounds itself: two steps of five seconds, and the longest exit budget. */
    private static final long LONGEST_CLOSE_NANOS = TimeUnit.SECONDS.toNanos(70);

    private final DailyTurn turn;
    private final OutboxHandle outbox;
    private final DailyWatch watch;
    private final ExitHook.Task watched;

    /** What {@link #close} had no time for. */
    private volatile @Nullable DetachedTask late;

    private volatile boolean begun;
    private volatile boolean done;

    /**
     * Not begun.
     *
     * @param watched what the end of the JVM runs until this is done
     */
    DailyShutdown(DailyTurn turn, OutboxHandle outbox, DailyWatch watch, ExitHook.Task watched) {
        this.turn = turn;
        this.outbox = outbox;
        this.watch = watch;
        this.watched = watched;
    }

    /** Whether {@link #close} was called. */
    boolean isBegun() {
        return begun;
    }

    /** Whether nothing is left to do. */
    boolean isDone() {
        return done;
    }

    /** See {@link Daily#close}. */
    boolean close(Duration budget, Runnable rest) {
        long end = System.nanoTime() + Budget.nanos(budget);
        if (!begin()) {
            return false; // Another call closes it.
        }
        outbox.keepOpen();
        LastTurn last = new LastTurn();
        DetachedTask task = DetachedTask.startOrRun("daily", last);
        if (task.await(end) || !last.leave()) {
            return true;
        }
        late = DetachedTask.startOrRun("close", new LateClose(task, rest));
        return false;
    }

    private synchronized boolean begin() {
        boolean first = !begun;
        begun = true;
        return first;
    }

    /**
     * At the end of the JVM: waits until the last turn is taken, or makes no progress. The delivery may have something left to store
     * then, also where {@link #close} has taken the turn: it could not have the end of the JVM wait for it, which had begun.
     */
    void atExit() {
        DetachedTask closes = late;
        if (closes != null) {
            closes.await(System.nanoTime() + LONGEST_CLOSE_NANOS);
            return;
        }
        DetachedTask.startOrRun("exit", this).awaitProgress(turn.progress());
    }

    /** Takes the last turn at the end of the JVM. */
    @Override
    public void run() {
        if (!done) {
            turn.run(DailyTurn.Kind.LAST, Durability.PROCESS_END, turn.now());
        }
    }

    private void end() {
        done = true;
        watch.end(watched);
        outbox.letClose();
    }

    private final class LastTurn implements Runnable {
        private final Instant when = turn.now();
        private final AtomicBoolean decided = new AtomicBoolean();

        /** The caller waits no longer, and does the rest elsewhere; false if the turn has just ended. */
        boolean leave() {
            return decided.compareAndSet(false, true);
        }

        @Override
        public void run() {
            try {
                turn.run(DailyTurn.Kind.LAST, Durability.PROCESS_END, when);
            } finally {
                if (decided.compareAndSet(false, true)) {
                    end();
                }
            }
        }
    }

    /** Goes on when the caller of {@link #close} has left. A disk or a supplier that hangs keeps nothing open for ever. */
    private final class LateClose implements Runnable {
        private final DetachedTask last;
        private final Runnable rest;

        LateClose(DetachedTask last, Runnable rest) {
            this.last = last;
            this.rest = rest;
        }

        @Override
        public void run() {
            try {
                last.awaitProgress(turn.progress());
                rest.run();
            } finally {
                end();
            }
        }
    }
}
