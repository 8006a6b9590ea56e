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
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Makes one report a day for all processes of an installation, and keeps what is counted in between. A process that ends
 * within a minute does so at its end, on the exit hook; one that lives longer looks every minute, on one of the process's
 * delivery threads. Thread-safe; counting neither blocks nor throws.
 */
public final class Daily implements DeliveryThreads.Job, ExitHook.Task {
    /** The most that one call counts: the sum of millions of calls fits into a long. */
    private static final long MOST_OF_A_CALL = 1L << 40;

    /**
     * How often counts of a forgotten reporter are tried to be saved: a full disk must not hold it, and a plug-in's class
     * loader, for ever.
     */
    private static final int MOST_TRIES_FORGOTTEN = 10;

    private final CountTable table = new CountTable();
    private final LongAdder uncounted = new LongAdder();
    private final DailySettings settings;
    private final OutboxHandle outbox;
    private final DailyDelivery delivery;
    private final WeakReference<Object> owner;
    private final DailyTurn turn;
    private final DailyWatch watch;
    private final DailyShutdown shutdown;
    private int triesForgotten;

    /** Made when it is needed: a class less to load in a run that just ends. */
    private @Nullable OneAtATime asked;

    /**
     * A daily report that nothing looks after yet: see {@link #start}.
     *
     * @param owner the background reporter, held weakly
     */
    public Daily(DailySettings settings, OutboxHandle outbox, DailyDelivery delivery, Object owner) {
        this(settings, outbox, delivery, owner, new DailyWatch(settings.time().nanoTime(), null, ExitHook.PROCESS));
    }

    Daily(DailySettings settings, OutboxHandle outbox, DailyDelivery delivery, Object owner, DailyWatch watch) {
        this.settings = settings;
        this.outbox = outbox;
        this.delivery = delivery;
        this.owner = new WeakReference<>(owner);
        this.turn = new DailyTurn(table, settings, outbox, delivery);
        this.watch = watch;
        this.shutdown = new DailyShutdown(turn, outbox, watch, this);
    }

    /**
     * Has the end of the JVM watched.
     *
     * @param now whether to look at once, on a thread, and not at the end, or after the first minute at the next call
     */
    public void start(boolean now) {
        watch.atExit(this);
        if (now) {
            watch.tick(this);
        } else if (!isOfTheSystem()) {
            DetachedTask.start("daily", new Load(turn));
        }
    }

    private static boolean isOfTheSystem() {
        try {
            return Daily.class.getClassLoader() == ClassLoader.getSystemClassLoader();
        } catch (SecurityException e) {
            return false; // The host does not let us see it, so it is another.
        }
    }

    /** The host of a plug-in may have closed the class loader by the end of the JVM: so what saves counts is loaded now. */
    private record Load(DailyTurn turn) implements Runnable {
        @Override
        public void run() {
            turn.load();
        }
    }

    /** Counts; neither blocks nor throws. */
    public void count(@Nullable String key, @Nullable String name, long given) {
        try {
            if (key == null || given <= 0 || shutdown.isBegun()) {
                return;
            }
            long n = Math.min(given, MOST_OF_A_CALL);
            watch.counted(this);
            if (name == null || !table.count(key, name, n)) {
                countNew(key, name, n);
            }
        } catch (Throwable e) { // No memory, or no class any more.
            notCounted(e);
        }
    }

    private static void notCounted(Throwable failure) {
        try {
            Log.failure("something could not be counted: ", failure);
        } catch (Throwable e) {
            // The host has closed the class loader before the log was first needed.
        }
    }

    private void countNew(String key, @Nullable String name, long n) {
        boolean known = table.hasKey(key);
        if (!known && !key.isBlank() && !settings.takesCounts(key)) {
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

    /** A process that lives for a minute looks after its counts itself, from its next call on. Does not block. */
    public void tickIfOld() {
        watch.tickIfOld(this);
    }

    /** Every minute. */
    @Override
    public long run() {
        watch.looked();
        if (shutdown.isBegun()) {
            return DeliveryThreads.NOTHING;
        }
        if (owner.get() == null) { // Nobody can close it any more.
            turn.run(DailyTurn.Kind.LAST, Durability.PROCESS_END, turn.now());
            boolean saved = table.unsaved().isEmpty() || outbox.dailyStore().isEmpty();
            if (!saved && triesForgotten++ < MOST_TRIES_FORGOTTEN) {
                return DailyWatch.MINUTE_NANOS; // A disk that is full may have room then.
            }
            Delivery made = delivery.made();
            if (made != null) {
                made.watchEnd(); // What it has not stored.
            }
            watch.end(this);
            return DeliveryThreads.NOTHING;
        }
        DailyTurn.Kind kind = watch.hasLived() ? DailyTurn.Kind.MINUTE : DailyTurn.Kind.START;
        turn.run(kind, Durability.PROCESS_END, turn.now());
        return DailyWatch.MINUTE_NANOS;
    }

    @Override
    public @Nullable Runnable afterwards() {
        return null;
    }

    /** Has the counts of those saved whose background reporter nobody holds any more. */
    public static void saveForgotten() {
        for (ExitHook.Task each : ExitHook.PROCESS.held()) {
            if (each instanceof Daily daily && daily.owner.get() == null) {
                daily.watch.tick(daily);
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
        return shutdown.close(budget, rest);
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

    private final class Turn implements Runnable {
        private final DailyTurn.Kind kind;
        private final Durability durability;
        private final Instant when = turn.now();
        private volatile boolean isDone;

        Turn(DailyTurn.Kind kind, Durability durability) {
            this.kind = kind;
            this.durability = durability;
        }

        @Override
        public void run() {
            isDone = turn.run(kind, durability, when);
        }
    }

    @Override
    public boolean isPending() {
        return !shutdown.isDone();
    }

    @Override
    public void unwatched() {
        // It is held, so it is watched until it is closed.
    }

    @Override
    public void atExit(long start) {
        Delivery before = delivery.made();
        int failures = before == null ? 0 : before.failures();
        shutdown.atExit();
        Delivery made = delivery.made();
        if (made != null) {
            made.atExit(System.nanoTime(), failures); // The budget is the delivery's, which begins now.
        }
    }
}
