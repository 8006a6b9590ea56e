package io.metriton.core.internal.daily;

import io.metriton.core.internal.process.DeliveryThreads;
import io.metriton.core.internal.process.ExitHook;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Has a daily report looked after: at the end of the JVM, and every minute once its process has lived for one. A run that ends
 * sooner starts no thread. Thread-safe.
 */
final class DailyWatch {
    static final long MINUTE_NANOS = TimeUnit.MINUTES.toNanos(1);

    /** So many counts in a row, each within a millisecond of the first, are a rush. */
    private static final int RUSH = 64;

    private static final int COUNTS_PER_LOOK = 16;
    private static final long RUSH_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final LongSupplier nanoTime;
    private final @Nullable DeliveryThreads threads;
    private final ExitHook hook;
    private final long started;

    /** When it was last looked after, or asked for that. */
    private volatile long looked;

    /** When a count came after a pause, and how many have followed without one. Threads may overwrite each other's. */
    private long counted;

    private int inARow;

    private volatile boolean ticking;
    private DeliveryThreads.@Nullable Schedule schedule;

    /** {@code threads}: null for those of the process, which a run that ends within a minute does not load. */
    DailyWatch(LongSupplier nanoTime, @Nullable DeliveryThreads threads, ExitHook hook) {
        this.nanoTime = nanoTime;
        this.threads = threads;
        this.hook = hook;
        this.started = nanoTime.getAsLong();
        this.looked = started;
        this.counted = started - RUSH_NANOS;
    }

    void atExit(ExitHook.Task task) {
        hook.hold(task);
    }

    /** Whether it is looked after every minute. */
    boolean isTicking() {
        return ticking;
    }

    /** Whether its process has lived for a minute. */
    boolean hasLived() {
        return nanoTime.getAsLong() - started >= MINUTE_NANOS;
    }

    /** It is looked after now. */
    void looked() {
        looked = nanoTime.getAsLong();
    }

    /**
     * Has the job run every minute from now on, if its process has lived for one; again where it was not run for long, because
     * the thread for it has ended.
     */
    void tickIfOld(DeliveryThreads.Job job) {
        tickIfOld(job, nanoTime.getAsLong());
    }

    private void tickIfOld(DeliveryThreads.Job job, long now) {
        long longest = ticking ? 2 * MINUTE_NANOS : MINUTE_NANOS;
        if (now - looked > longest) {
            tick(job);
        }
    }

    /**
     * As {@link #tickIfOld}, for each count. The clock costs more than a count, so while counts come in a rush it is looked at
     * for some of them, at random: threads that share a counter slow each other down. But before it ticks, nobody else would
     * look for a process that counts seldom after a rush.
     */
    void counted(DeliveryThreads.Job job) {
        if (!ticking) {
            tickIfOld(job);
            return;
        }
        if (inARow == RUSH && ThreadLocalRandom.current().nextInt(COUNTS_PER_LOOK) != 0) {
            return;
        }
        long now = nanoTime.getAsLong();
        if (now - counted >= RUSH_NANOS) {
            counted = now;
            inARow = 0;
        } else if (inARow < RUSH) {
            inARow++;
        }
        tickIfOld(job, now);
    }

    /** Has the job run at once, and every minute. */
    synchronized void tick(DeliveryThreads.Job job) {
        ticking = true;
        looked();
        if (schedule == null) {
            schedule = (threads == null ? DeliveryThreads.PROCESS : threads).schedule(job);
        }
        schedule.runWithin(0);
    }

    /** Has it looked after no more. */
    void end(ExitHook.Task task) {
        synchronized (this) {
            if (schedule != null) {
                schedule.cancel(false);
            }
        }
        hook.remove(task);
    }
}
