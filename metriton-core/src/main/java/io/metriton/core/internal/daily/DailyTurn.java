package io.metriton.core.internal.daily;

import io.metriton.api.DailyDraft;
import io.metriton.api.DailyLedger;
import io.metriton.api.MetritonConfigurationException;
import io.metriton.api.Outbox.Durability;
import io.metriton.api.support.DailyCounts;
import io.metriton.core.internal.delivery.DailyReport;
import io.metriton.core.internal.delivery.Delivery;
import io.metriton.core.internal.delivery.OutboxHandle;
import io.metriton.core.internal.process.DetachedTask;
import io.metriton.core.internal.process.RandomKeys;
import io.metriton.core.internal.util.Log;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One look after the counts and the daily report: what was counted goes into the ledger, and if the report of the date was not
 * begun, this process makes it. Without a ledger that works, counts stay in memory until a report with them was accepted.
 * By one thread at a time; blocks on the ledger, and on the look for a transport when a report is made.
 */
final class DailyTurn implements DetachedTask.Progress {
    private static final long LONGER_THAN_A_LEASE_NANOS = TimeUnit.SECONDS.toNanos(90);

    private final CountTable table;
    private final DailySettings settings;
    private final OutboxHandle outbox;
    private final DailyDelivery delivery;

    /** The dates of this process that need no further look. */
    private final Set<LocalDate> settled = new HashSet<>();

    private @Nullable RandomKeys keys;
    private @Nullable LocalDate firstDate;
    private double moment = -1;

    /** The date, and since when the ledger has had nothing to make for it. */
    private @Nullable LocalDate nothingOn;

    private long nothingSince;

    /** A report that only memory keeps, while it is under way. */
    private @Nullable Future<?> inMemory;

    /** What it counts, once it is accepted. */
    private volatile @Nullable Map<String, Map<String, Long>> accepted;

    private final AtomicInteger steps = new AtomicInteger();
    private volatile boolean forcing;

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
    }

    @Override
    public int steps() {
        return steps.get();
    }

    @Override
    public boolean isForcing() {
        return forcing;
    }

    /**
     * True if all that was counted before is kept, and the report of today is made if it was to be.
     *
     * @param now when it was asked for, which gives the date, however late a busy machine comes to it
     */
    boolean run(Kind kind, Durability durability, Instant now) {
        steps.incrementAndGet();
        Delivery running = delivery.made();
        if (running != null && running.isSilenced()) {
            table.saved(table.unsaved()); // Nothing is counted any more; what is stored stays.
            return true;
        }
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        firstDate = firstDate == null ? today : firstDate;
        boolean due = kind != Kind.SAVE && !settled.contains(today) && (kind != Kind.MINUTE || isTime(now, today));
        if (settings.dryRun()) {
            return !due || dry(now, today);
        }
        DailyLedger ledger = isUnderWay() ? null : outbox.dailyLedger().orElse(null);
        if (ledger != null) {
            try {
                // By itself, as what is begun is forced to the disk, and a slow one may take longer than the end of a
                // process waits.
                save(ledger, durability);
                boolean done = !due || begin(ledger, now, today, durability);
                outbox.setLedgerProblem(null);
                return done;
            } catch (IOException | RuntimeException | LinkageError e) {
                outbox.setLedgerProblem("counts stay in memory, because the outbox cannot keep them: " + e);
                due &= isOpen(ledger, now);
            }
        }
        return inMemory(kind, due, now, today);
    }

    private void save(DailyLedger ledger, Durability durability) throws IOException {
        Map<String, Map<String, Long>> counts = table.unsaved();
        if (!counts.isEmpty()) {
            forcing = durability == Durability.POWER_LOSS;
            try {
                ledger.add(counts, durability);
            } finally {
                forcing = false;
            }
            table.saved(counts);
            steps.incrementAndGet();
        }
    }

    private boolean begin(DailyLedger ledger, Instant now, LocalDate today, Durability durability) throws IOException {
        Optional<DailyDraft> draft = draft(ledger, now, durability);
        boolean isMine = false;
        while (draft.isPresent()) {
            steps.incrementAndGet();
            DailyDraft made = draft.get();
            if (make(made, new InLedger(ledger, made.key())) == null) {
                return false; // It stays in the ledger, for another process.
            }
            isMine = made.date().equals(today);
            draft = isMine ? Optional.empty() : draft(ledger, now, durability);
        }
        if (isMine || isSettledByOthers(today)) {
            settled.add(today);
        }
        return true;
    }

    /** What is to be made now, which is forced to the disk. */
    private Optional<DailyDraft> draft(DailyLedger ledger, Instant now, Durability durability) throws IOException {
        forcing = true;
        try {
            return ledger.begin(new DailyDraft(key(), now, Map.of()), durability);
        } finally {
            forcing = false;
        }
    }

    /**
     * Whether nothing was to be made on a date for so long that no other process can be about to make its report: one that
     * was killed meanwhile has left a draft.
     */
    private boolean isSettledByOthers(LocalDate date) {
        long nanos = settings.time().nanoTime().getAsLong();
        if (!date.equals(nothingOn)) {
            nothingOn = date;
            nothingSince = nanos;
        }
        return nanos - nothingSince > LONGER_THAN_A_LEASE_NANOS;
    }

    /** Prints what would be sent, and keeps nothing. */
    private boolean dry(Instant now, LocalDate today) {
        settled.add(today);
        DailyDraft proposal = new DailyDraft(key(), now, table.unsaved());
        Optional<DailyDraft> draft = Optional.of(proposal);
        try {
            DailyLedger ledger = outbox.dailyLedger().orElse(null);
            draft = ledger == null ? draft : ledger.peek(proposal);
        } catch (IOException | RuntimeException | LinkageError e) {
            outbox.setLedgerProblem("counts of earlier runs cannot be read: " + e);
        }
        Delivery made = delivery.get();
        if (draft.isPresent()) {
            return make(draft.get(), new Nobody()) != null;
        }
        if (made != null) {
            made.explain("the report of " + today + " was made before");
        }
        return true;
    }

    /** Whether the report of today may be missing, as far as can be told. */
    private boolean isOpen(DailyLedger ledger, Instant now) {
        try {
            return ledger.peek(new DailyDraft(key(), now, Map.of())).isPresent();
        } catch (IOException | RuntimeException | LinkageError e) {
            return true;
        }
    }

    /** Only for a process that lives: one that ends does not know whether another one has reported. */
    private boolean inMemory(Kind kind, boolean due, Instant now, LocalDate today) {
        Map<String, Map<String, Long>> counts = table.unsaved();
        if (kind == Kind.MINUTE && due && !isUnderWay()) {
            Map<String, Map<String, Long>> taken = DailyCounts.take(table.unsaved());
            inMemory = make(new DailyDraft(key(), now, taken), new InMemory(taken));
            if (inMemory != null) {
                settled.add(today);
            }
        }
        return switch (kind) {
            case SAVE -> counts.isEmpty();
            case REPORT -> counts.isEmpty() && !due;
            default -> true;
        };
    }

    /** As long as a report is under way that only memory keeps, its counts are nobody else's. */
    private boolean isUnderWay() {
        if (inMemory == null) {
            return false;
        }
        boolean ended = inMemory.isDone();
        Map<String, Map<String, Long>> kept = accepted;
        if (kept == null && !ended) {
            return true;
        }
        inMemory = null;
        if (kept != null) { // Delivered, or in the outbox, however long it may stay there.
            table.saved(kept);
            accepted = null;
        }
        return false;
    }

    /** On the first date at once, on later ones at a moment of the process's own, so that a fleet does not come at once. */
    private boolean isTime(Instant now, LocalDate today) {
        if (today.equals(firstDate)) {
            return true;
        }
        moment = moment < 0 ? (key().hashCode() & 0xFFFF) / 65536.0 : moment;
        Duration wait = Duration.ofSeconds((long) (moment * Duration.ofDays(1).toSeconds()));
        return !now.isBefore(today.atStartOfDay(ZoneOffset.UTC).toInstant().plus(wait));
    }

    private String key() {
        keys = keys == null ? new RandomKeys() : keys;
        return keys.next("");
    }

    /** Null if it cannot be made now. */
    private @Nullable Future<?> make(DailyDraft draft, DailyReport.Keeper keeper) {
        Delivery made;
        try {
            made = delivery.get();
        } catch (MetritonConfigurationException e) {
            Log.once(System.Logger.Level.WARNING, "the daily report cannot be sent: " + e.getMessage());
            return null;
        }
        steps.incrementAndGet();
        if (made == null || made.isSilenced()) {
            return null;
        }
        Map<String, ? extends @Nullable Object> metadata = metadata();
        steps.incrementAndGet();
        Future<?> taken = made.accept(new DailyReport(draft.key(), draft.created(), metadata, draft.counts(), keeper));
        steps.incrementAndGet();
        return taken;
    }

    private Map<String, ? extends @Nullable Object> metadata() {
        try {
            Map<String, ? extends @Nullable Object> given = settings.metadata().get();
            return given == null ? Map.of() : new LinkedHashMap<>(given); // Read here: it may be another thread's, too.
        } catch (Throwable e) { // Of the application. The installation is alive all the same.
            Log.failure("the metadata of the daily report could not be had: ", e);
            return Map.of();
        }
    }

    private record InLedger(DailyLedger ledger, String key) implements DailyReport.Keeper {
        @Override
        public void kept() {
            try {
                ledger.done(key);
            } catch (IOException | RuntimeException | LinkageError e) {
                Log.once(System.Logger.Level.DEBUG, "a daily report may be sent again, with the same key: " + e);
            }
        }

        @Override
        public void refused() {
            kept();
        }
    }

    private final class InMemory implements DailyReport.Keeper {
        private final Map<String, Map<String, Long>> counts;

        InMemory(Map<String, Map<String, Long>> counts) {
            this.counts = counts;
        }

        @Override
        public void kept() {
            accepted = counts;
        }

        @Override
        public void refused() {
            // Then the next report has its counts.
        }
    }

    private static final class Nobody implements DailyReport.Keeper {
        @Override
        public void kept() {}

        @Override
        public void refused() {}
    }
}
