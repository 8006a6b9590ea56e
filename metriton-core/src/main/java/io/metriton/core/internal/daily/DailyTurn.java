package io.metriton.core.internal.daily;

import io.metriton.api.DailyDraft;
import io.metriton.api.DailyStore;
import io.metriton.api.Outbox.Durability;
import io.metriton.api.support.DailyCounts;
import io.metriton.core.internal.delivery.DailyReport;
import io.metriton.core.internal.delivery.Delivery;
import io.metriton.core.internal.delivery.OutboxHandle;
import io.metriton.core.internal.process.DetachedTask;
import io.metriton.core.internal.util.Thrown;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One look after the counts and the daily report: what was counted goes into the store, and if the report of the date was not
 * begun, this process makes it. Without a daily store that works, counts stay in memory until a report with them was accepted.
 * Thread-safe, one look at a time, but for the time in which the application is asked for metadata; blocks on the store, and
 * on the look for a transport when a report is made.
 */
final class DailyTurn {
    /** More than a daily store keeps: one that gives the same again and again is a third party's, and broken. */
    private static final int MOST_DRAFTS = 10;

    private static final String WITHOUT_OUTBOX =
            "a process that ends within a minute makes no daily report without an outbox, such as that of"
                    + " io.metriton:metriton-outbox-fs";

    private final CountTable table;
    private final DailySettings settings;
    private final OutboxHandle outbox;
    private final DailyDelivery delivery;
    private final DailyDates dates;
    private final MemoryReports inMemory;
    private final TurnProgress progress = new TurnProgress();
    private final DailyMaker maker;
    private final ReentrantLock lock = new ReentrantLock();

    /** Signalled when the application was asked for metadata. */
    private final Condition asked = lock.newCondition();

    /** What became of the drafts that this process has made: their reports may wait here for longer than a lease. */
    private final Map<String, Future<?>> reports = new HashMap<>();

    /** Whether the application is being asked for metadata: who saves does not wait for that, who wants the report does. */
    private boolean asking;

    /** Whether something was saved that a loss of power may take. */
    private boolean unforced;

    /** Why it is taken. */
    enum Kind {
        /** The process has just started, and will live. */
        START,
        /** The process has lived for a minute, or another one. */
        MINUTE,
        /** To save counts, and no more. */
        SAVE,
        /** The application waits for what there is to report. */
        REPORT,
        /** The process ends, or the reporter. */
        LAST
    }

    DailyTurn(CountTable table, DailySettings settings, OutboxHandle outbox, DailyDelivery delivery) {
        this.table = table;
        this.settings = settings;
        this.outbox = outbox;
        this.delivery = delivery;
        this.dates = new DailyDates(settings.time().nanoTime());
        this.inMemory = new MemoryReports(table);
        this.maker = new DailyMaker(settings, delivery, progress);
    }

    /** How far it has come. */
    DetachedTask.Progress progress() {
        return progress;
    }

    Instant now() {
        try {
            return settings.time().clock().instant();
        } catch (RuntimeException e) { // Of the application.
            return Instant.now();
        }
    }

    /**
     * True if all that was counted before is kept, and the report of today is made if it was to be; false if the thread is
     * interrupted while it waits for its turn.
     *
     * @param now when it was asked for, which gives the date, however late a busy machine comes to it
     */
    boolean run(Kind kind, Durability durability, Instant now) {
        if (kind == Kind.LAST) {
            maker.hurry();
        }
        try {
            if (kind == Kind.LAST) {
                lock.lock(); // A host may interrupt all threads as it ends, which is to cost nobody their counts.
            } else {
                lock.lockInterruptibly();
            }
            try {
                if (asking && (kind == Kind.REPORT || kind == Kind.LAST)) { // Another turn makes the report.
                    look(Kind.SAVE, durability, now);
                    awaitAsked(kind);
                }
                return look(kind, durability, now);
            } finally {
                lock.unlock();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void awaitAsked(Kind kind) throws InterruptedException {
        while (asking) {
            if (kind == Kind.LAST) {
                asked.awaitUninterruptibly();
            } else {
                asked.await();
            }
        }
    }

    private boolean look(Kind kind, Durability durability, Instant now) {
        progress.step();
        if (delivery.isSilenced()) {
            table.saved(table.unsaved()); // Nothing is counted any more; what is stored stays.
            return true;
        }
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        boolean open = dates.isOpen(today);
        boolean due = open && !asking && kind != Kind.SAVE && (kind != Kind.MINUTE || dates.isTime(now, today));
        if (settings.dryRun()) {
            return !due || dry(kind, now, today);
        }
        boolean isUnderWay = inMemory.isUnderWay();
        DailyStore store = outbox.dailyStore().orElse(null);
        progress.step(); // Its classes are loaded, which takes seconds on a machine where ten JVMs end at once.
        if (store != null) {
            try {
                // By itself, as what is begun is forced to the disk, and a slow one may take longer than the end of a
                // process waits.
                save(store, durability);
                inMemory.tell(store);
                outbox.counted(); // Now: while this turn makes a report, another may fail.
                boolean isToday = inMemory.isUnderWay(today);
                return !isToday && (!due || begin(store, now, today, durability)) && !isUnderWay;
            } catch (Throwable e) {
                outbox.notCounted("counts stay in memory, because the outbox cannot keep them: " + Thrown.text(e));
                due &= mayBeMissing(store, now);
            }
        }
        return keepInMemory(kind, due, now, today);
    }

    /** Has the classes loaded that it takes to save counts and to begin a report, by saving no counts, and peeking at the next draft. */
    void load() {
        run(Kind.SAVE, Durability.PROCESS_END, now());
        lock.lock();
        try {
            DailyStore store = settings.dryRun() ? null : outbox.dailyStore().orElse(null);
            if (store != null) {
                store.add(DailyCounts.copy(Map.of()), Durability.PROCESS_END);
                store.peek(maker.draft(now(), Map.of()));
            }
        } catch (Throwable e) {
            outbox.notCounted("counts stay in memory, because the outbox cannot keep them: " + Thrown.text(e));
        } finally {
            lock.unlock();
        }
    }

    private void save(DailyStore store, Durability durability) throws IOException {
        Map<String, Map<String, Long>> counts = inMemory.unsaved();
        boolean lasting = durability == Durability.POWER_LOSS;
        if (!counts.isEmpty() || (lasting && unforced)) {
            progress.forces(lasting);
            try {
                store.add(counts, durability);
            } finally {
                progress.forces(false);
            }
            table.saved(counts);
            unforced = !lasting;
            progress.step();
        }
    }

    private boolean begin(DailyStore store, Instant now, LocalDate today, Durability durability) throws IOException {
        Optional<DailyDraft> draft = draft(store, now, durability);
        forgetEnded();
        boolean isMine = false;
        for (int i = 0; draft.isPresent(); i++) {
            progress.step();
            DailyDraft made = draft.get();
            if (i == MOST_DRAFTS) {
                dates.settle(today); // Or each look would add as many.
                return false;
            }
            if (!isMade(made) && !make(store, made)) {
                return false; // It stays in the store, for another process, or another time.
            }
            isMine = made.date().equals(today);
            draft = isMine ? Optional.empty() : draft(store, now, durability);
        }
        if (isMine) {
            dates.settle(today);
        } else if (reports.isEmpty()) { // Else they may be what keeps the store from beginning another.
            dates.nothingToMake(today);
        }
        return true;
    }

    /** By hand, as a lambda costs a tool's end 20 ms. */
    private void forgetEnded() {
        for (Iterator<Future<?>> each = reports.values().iterator(); each.hasNext(); ) {
            if (each.next().isDone()) {
                each.remove();
            }
        }
    }

    /** Whether this process has a report of it that has not ended. */
    private boolean isMade(DailyDraft draft) {
        forgetEnded();
        return reports.containsKey(draft.key());
    }

    private boolean make(DailyStore store, DailyDraft draft) {
        Future<?> report = make(draft, new DraftKeeper(store, draft.key()));
        if (report != null) {
            reports.put(draft.key(), report);
        }
        return report != null;
    }

    private @Nullable Future<?> make(DailyDraft draft, DailyReport.Keeper keeper) {
        Delivery made = maker.delivery();
        return made == null ? null : maker.make(made, draft, metadata(), keeper);
    }

    /** Asks the application without the lock: what is counted meanwhile can be saved. */
    private Map<String, ? extends @Nullable Object> metadata() {
        asking = true;
        lock.unlock();
        try {
            return maker.metadata();
        } finally {
            lock.lock();
            asking = false;
            asked.signalAll();
        }
    }

    /** What is to be made now, which is forced to the disk. */
    private Optional<DailyDraft> draft(DailyStore store, Instant now, Durability durability) throws IOException {
        progress.forces(true);
        try {
            return store.begin(maker.draft(now, Map.of()), durability);
        } finally {
            progress.forces(false);
        }
    }

    /** Prints what would be sent, and keeps nothing. */
    private boolean dry(Kind kind, Instant now, LocalDate today) {
        DailyDraft proposal = maker.draft(now, table.unsaved());
        Optional<DailyDraft> draft = Optional.of(proposal);
        try {
            DailyStore store = outbox.dailyStore().orElse(null);
            if (store == null && kind != Kind.MINUTE) { // As it would be: only a process that lives reports.
                return kind != Kind.LAST || explain(WITHOUT_OUTBOX);
            }
            draft = store == null ? draft : store.peek(proposal);
        } catch (Throwable e) {
            outbox.notCounted("counts of earlier runs cannot be read: " + Thrown.text(e));
        }
        dates.settle(today);
        return draft.isPresent()
                ? make(draft.get(), DailyReport.Keeper.NOBODY) != null
                : explain("the report of " + today + " was made before");
    }

    /** Why nothing would be sent. */
    private boolean explain(String why) {
        Delivery made = delivery.get();
        if (made != null) {
            made.explain(why);
        }
        return true;
    }

    /** Whether the report of today may be missing, as far as can be told. One that somebody has begun has a key already. */
    private boolean mayBeMissing(DailyStore store, Instant now) {
        DailyDraft proposal = maker.draft(now, Map.of());
        try {
            Optional<DailyDraft> next = store.peek(proposal);
            return next.isPresent()
                    && (next.get().key().equals(proposal.key())
                            || !next.get().date().equals(proposal.date()));
        } catch (Throwable e) {
            return true;
        }
    }

    /** Only for a process that lives: one that ends does not know whether another one has reported. */
    private boolean keepInMemory(Kind kind, boolean due, Instant now, LocalDate today) {
        Map<String, Map<String, Long>> counts = table.unsaved();
        Delivery made = kind == Kind.MINUTE && due && !inMemory.isUnderWay(today) ? maker.delivery() : null;
        if (made != null) {
            Map<String, ? extends @Nullable Object> metadata = metadata(); // First: counts may be saved meanwhile.
            // While earlier ones are under way, their counts are: those since then come with a later report.
            Map<String, Map<String, Long>> mine = inMemory.isUnderWay() ? Map.of() : DailyCounts.take(table.unsaved());
            MemoryKeeper keeper = new MemoryKeeper(today, mine, outbox);
            Future<?> report = maker.make(made, maker.draft(now, keeper.counts()), metadata, keeper);
            if (report != null) {
                inMemory.add(keeper.of(report));
                dates.settle(today);
            }
        }
        return switch (kind) {
            case SAVE -> counts.isEmpty();
            case REPORT -> counts.isEmpty() && !due;
            default -> true;
        };
    }
}
