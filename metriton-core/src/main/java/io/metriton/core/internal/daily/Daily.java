package io.metriton.core.internal.daily;

import io.metriton.api.Outbox.Durability;
import io.metriton.core.internal.delivery.Delivery;
import io.metriton.core.internal.delivery.OutboxHandle;
import io.metriton.core.internal.process.DeliveryThreads;
import io.metriton.core.internal.process.DetachedTask;
import io.metriton.core.internal.process.ExitHook;
import io.metriton.core.internal.process.OneAtATime;
import io.metriton.core.internal.util.Budget;
import io.metriton.core.internal.util.Log;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Makes one report a day for all processes of an installation, and keeps what is counted in between. A process that ends
 * within a minute does so at its end, on the exit hook; one that lives longer looks every minute, on one of the process's
 * delivery threads. Thread-safe; counting neither blocks nor throws.
 */
public final class Daily implements DeliveryThreads.Job, ExitHook.Task {
    private static final long MINUTE_NANOS = TimeUnit.MINUTES.toNanos(1);

    /** It is bounded by itself: by what may take five seconds, and the longest exit budget. */
    private static final long LONGEST_CLOSE_NANOS = TimeUnit.SECONDS.toNanos(70);

    private static final int OFTEN = 64;

    /** More than anything is counted in one call, and few enough that the sum of millions of calls fits into a long. */
    private static final long MOST_OF_A_CALL = 1L << 40;

    /** It is not held for longer, nor is the class loader of a plug-in, because a disk stays full. */
    private static final int MOST_TRIES_FORGOTTEN = 10;

    private final CountTable table = new CountTable();
    private final LongAdder uncounted = new LongAdder();
    private final DailySettings settings;
    private final DailyTurn turn;
    private final DailyDelivery delivery;
    private final @Nullable DeliveryThreads threads;
    private final ExitHook hook;
    private final WeakReference<Object> owner;
    private final ReentrantLock lock = new ReentrantLock();
    private final long started;
    private final ExitTurn exitTurn = new ExitTurn();
    private DeliveryThreads.@Nullable Schedule schedule;
    private int calls;
    private int triesForgotten;
    private final OutboxHandle outbox;

    /** Made when it is needed: a class less to load in a run that just ends. */
    private @Nullable OneAtATime asked;

    private volatile boolean ticking;

    /** When it was last looked after, or asked for that. */
    private volatile long looked;

    /** What {@link #close} had no time for. */
    private volatile @Nullable DetachedTask late;

    private volatile boolean closing;
    private volatile boolean closed;

    /**
     * A daily report that nothing looks after yet: see {@link #start}.
     *
     * @param owner the background reporter, held weakly
     */
    public Daily(DailySettings settings, OutboxHandle outbox, DailyDelivery delivery, Object owner) {
        this(settings, outbox, delivery, owner, null, ExitHook.PROCESS);
    }

    /** {@code threads}: null for those of the process, which a run that ends within a minute does not load. */
    Daily(
            DailySettings settings,
            OutboxHandle outbox,
            DailyDelivery delivery,
            Object owner,
            @Nullable DeliveryThreads threads,
            ExitHook hook) {
        this.settings = settings;
        this.delivery = delivery;
        this.outbox = outbox;
        this.owner = new WeakReference<>(owner);
        this.turn = new DailyTurn(table, settings, outbox, delivery);
        this.hook = hook;
        this.threads = threads;
        this.started = settings.time().nanoTime().getAsLong();
        this.looked = started;
    }

    /**
     * Has the end of the JVM watched.
     *
     * @param now whether to look at once, on a thread, and not at the end, or after the first minute at the next call
     */
    public void start(boolean now) {
        hook.hold(this);
        if (now) {
            tick();
        } else if (Daily.class.getClassLoader() != ClassLoader.getSystemClassLoader()) {
            DetachedTask.start("daily", new Load());
        }
    }

    /** The host of a plug-in may have closed the class loader by the end of the JVM: so what saves counts is loaded now. */
    private final class Load implements Runnable {
        @Override
        public void run() {
            take(DailyTurn.Kind.SAVE, Durability.PROCESS_END, now());
            lock.lock();
            try {
                turn.load(now());
            } finally {
                lock.unlock();
            }
        }
    }

    /** Counts; neither blocks nor throws. */
    public void count(@Nullable String key, @Nullable String name, long given) {
        try {
            if (key == null || given <= 0 || closing) {
                return;
            }
            long n = Math.min(given, MOST_OF_A_CALL);
            if (isTimeToLook()) {
                tickIfOld();
            }
            if (name == null || !table.count(key, name, n)) {
                countNew(key, name, n);
            }
        } catch (Throwable e) { // No memory.
            Log.failure("something could not be counted: ", e);
        }
    }

    /**
     * The clock costs more than a count: who counts often looks at it now and then. By chance, as threads that share a counter
     * slow each other down.
     */
    private boolean isTimeToLook() {
        if (calls < OFTEN) {
            calls++; // Threads may overwrite each other's, which does no harm.
            return true;
        }
        return ThreadLocalRandom.current().nextInt(OFTEN) == 0;
    }

    private void countNew(String key, @Nullable String name, long n) {
        boolean known = table.hasKey(key);
        if (!known && !key.isBlank() && !settings.counted().isCounted(key)) {
            return; // Counted there.
        }
        if (key.isBlank() || !table.countNew(key, name, n)) {
            uncounted.increment();
        }
    }

    /** How often something was counted under a key that is blank, too long, or one too many. */
    public long uncounted() {
        return uncounted.sum();
    }

    /**
     * A process that lives for a minute looks after its counts itself, from its next call on. It is asked for again where it was
     * not done for long, because the thread for it has ended.
     */
    public void tickIfOld() {
        long longest = ticking ? 2 * MINUTE_NANOS : MINUTE_NANOS;
        if (settings.time().nanoTime().getAsLong() - looked > longest) {
            tick();
        }
    }

    private synchronized void tick() {
        ticking = true;
        looked = settings.time().nanoTime().getAsLong();
        if (schedule == null) {
            schedule = (threads == null ? DeliveryThreads.PROCESS : threads).schedule(this);
        }
        schedule.runWithin(0);
    }

    /** Whether it is looked after every minute. */
    boolean isTicking() {
        return ticking;
    }

    /** Every minute. */
    @Override
    public long run() {
        looked = settings.time().nanoTime().getAsLong();
        if (closing) {
            return DeliveryThreads.NOTHING;
        }
        if (owner.get() == null) { // Nobody can close it any more.
            take(DailyTurn.Kind.LAST, Durability.PROCESS_END, now());
            boolean saved = table.unsaved().isEmpty() || outbox.dailyLedger().isEmpty();
            if (!saved && triesForgotten++ < MOST_TRIES_FORGOTTEN) {
                return MINUTE_NANOS; // A disk that is full may have room then.
            }
            forget();
            return DeliveryThreads.NOTHING;
        }
        boolean lived = settings.time().nanoTime().getAsLong() - started >= MINUTE_NANOS;
        take(lived ? DailyTurn.Kind.MINUTE : DailyTurn.Kind.START, Durability.PROCESS_END, now());
        return MINUTE_NANOS;
    }

    @Override
    public @Nullable Runnable afterwards() {
        return null;
    }

    /** Has the counts of those saved whose background reporter nobody holds any more. */
    public static void saveForgotten() {
        for (ExitHook.Task each : ExitHook.PROCESS.held()) {
            if (each instanceof Daily daily && daily.owner.get() == null) {
                daily.tick();
            }
        }
    }

    /** Saves what was counted; true if all is saved then. */
    public boolean save(Duration budget) {
        return within(budget, new Turn(DailyTurn.Kind.SAVE, Durability.POWER_LOSS));
    }

    /** Saves what was counted, and makes the report of today if there is none; true if that is done. */
    public boolean report(Duration budget) {
        return within(budget, new Turn(DailyTurn.Kind.REPORT, Durability.PROCESS_END));
    }

    /**
     * As {@link #report}, and then looks after nothing more. What takes longer than the budget goes on, with the outbox open
     * for it, and the end of the JVM waits for it.
     *
     * @param rest closes the delivery, which the report needs. Run after the budget, once the report is made, or makes no
     *     progress any more
     * @return true if the report is made in time, so that {@code rest} is the caller's to do
     */
    public boolean close(Duration budget, Runnable rest) {
        long end = System.nanoTime() + Budget.nanos(budget);
        if (!beginClosing()) {
            return false; // Whoever was first does it.
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

    private synchronized boolean beginClosing() {
        boolean first = !closing;
        closing = true;
        return first;
    }

    private void forget() {
        synchronized (this) {
            if (schedule != null) {
                schedule.cancel(false);
            }
        }
        hook.remove(this);
    }

    /** On a thread of its own, as a disk may hang. */
    private boolean within(Duration budget, Turn work) {
        long end = System.nanoTime() + Budget.nanos(budget);
        DetachedTask task = asked().start(work, Budget.nanos(budget));
        return task != null && task.await(end) && work.isDone;
    }

    private synchronized OneAtATime asked() {
        asked = asked == null ? new OneAtATime("daily") : asked;
        return asked;
    }

    private class Turn implements Runnable {
        private final DailyTurn.Kind kind;
        private final Durability durability;
        private final Instant when = now();
        private volatile boolean isDone;

        Turn(DailyTurn.Kind kind, Durability durability) {
            this.kind = kind;
            this.durability = durability;
        }

        @Override
        public void run() {
            isDone = take(kind, durability, when);
        }
    }

    private final class LastTurn extends Turn {
        private final AtomicBoolean decided = new AtomicBoolean();

        LastTurn() {
            super(DailyTurn.Kind.LAST, Durability.PROCESS_END);
        }

        /** The caller waits no longer, and does the rest elsewhere; false if the turn has just ended. */
        boolean leave() {
            return decided.compareAndSet(false, true);
        }

        @Override
        public void run() {
            try {
                super.run();
            } finally {
                if (decided.compareAndSet(false, true)) {
                    endClosing();
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
                last.awaitProgress(turn);
                rest.run();
            } finally {
                endClosing();
            }
        }
    }

    private void endClosing() {
        closed = true;
        forget();
        outbox.letClose();
    }

    private Instant now() {
        return settings.time().clock().instant();
    }

    private boolean take(DailyTurn.Kind kind, Durability durability, Instant now) {
        try {
            lock.lockInterruptibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
        try {
            return turn.run(kind, durability, now);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean isPending() {
        return !closed;
    }

    @Override
    public void unwatched() {
        // It is held, so it is watched until it is closed.
    }

    @Override
    public void atExit(long start) {
        DetachedTask closes = late;
        if (closes != null) {
            closes.await(System.nanoTime() + LONGEST_CLOSE_NANOS);
            return;
        }
        DetachedTask.startOrRun("exit", exitTurn).awaitProgress(turn);
        Delivery made = delivery.made();
        if (made != null && !closed) {
            made.atExit(System.nanoTime()); // The budget is the delivery's, which begins now.
        }
    }

    private final class ExitTurn implements Runnable {
        @Override
        public void run() {
            if (!closed) {
                take(DailyTurn.Kind.LAST, Durability.PROCESS_END, now());
            }
        }
    }
}
