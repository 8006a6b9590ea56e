package io.metriton.core.internal.delivery;

import io.metriton.api.DailyStore;
import io.metriton.api.DayLog;
import io.metriton.api.Outbox;
import io.metriton.api.Outbox.Durability;
import io.metriton.api.OutboxProvider;
import io.metriton.api.StoredReport;
import io.metriton.core.internal.report.ReporterSettings;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Calls the outbox, if there is one, and catches what it throws: a report that it does not take stays in memory. A discovered
 * outbox is opened with the first use. Thread-safe; one call at a time, which blocks as long as the outbox does. The daily
 * store is apart: it has to be had while a report is being forced to the disk, and by the last calls of a process when the
 * outbox is closed.
 */
public final class OutboxHandle {
    private static final Outbox.TakenOver NOTHING = new Outbox.TakenOver(List.of(), 0);
    private static final int MAX_NOT_REMOVED = 1_000;

    private final Object lock = new Object();
    private final OutboxSource source;
    private volatile @Nullable DailyStore store;
    private volatile boolean forcing;
    private volatile Durability durability = Durability.POWER_LOSS;
    private final OutboxHealth health;
    private final AtomicInteger holders = new AtomicInteger();
    private volatile boolean closing;

    /** The keys of reports that are settled, and that the outbox could not remove. */
    private final Set<String> notRemoved = new HashSet<>();

    /**
     * A handle that has not looked for an outbox yet.
     *
     * @param given what the application gave, or null
     * @param provider opens it when it is needed, or null
     * @param toBeFound whether to discover one
     */
    public OutboxHandle(
            ReporterSettings settings, @Nullable Outbox given, @Nullable OutboxProvider provider, boolean toBeFound) {
        this.health = new OutboxHealth(given);
        this.source = new OutboxSource(settings, given, provider, toBeFound, health);
    }

    /** Where reports wait, or why they do so in memory. */
    public String waitingIn() {
        return health.waitingIn();
    }

    /** Why the outbox does not work, as of its last failure, or what is wrong with it although it works. */
    public Optional<String> problem() {
        return health.problem();
    }

    /** Whether there may be an outbox: one was given or found, or none was looked for yet. */
    boolean mayExist() {
        return source.mayGiveOne();
    }

    /** Whether there is an outbox, which is opened for that, and its last use did not fail. */
    boolean works() {
        return source.open() != null && health.isGood();
    }

    /** Whether a report is being put that is to survive a loss of power. */
    boolean isForcing() {
        return forcing;
    }

    /** From now on a report has to survive only the end of the process, as time is short. */
    void relaxDurability() {
        durability = Durability.PROCESS_END;
    }

    /**
     * Keeps a report.
     *
     * @return the keys of those that had to make room; null if it was not kept
     */
    @Nullable
    List<String> put(StoredReport report) {
        synchronized (lock) {
            Outbox place = source.open();
            if (place == null) {
                return null;
            }
            Durability needed = durability;
            forcing = needed == Durability.POWER_LOSS;
            try {
                List<String> pushedOut = orElse(place.put(report, needed), List.of());
                health.kept(place);
                return pushedOut;
            } catch (Throwable e) {
                health.notKept("reports wait in memory alone, because the outbox cannot keep them: ", e);
                return null;
            } finally {
                forcing = false;
            }
        }
    }

    /** False if another process has the report; a doubt counts as true, as two sends with one key do no harm. */
    boolean claim(String key) {
        synchronized (lock) {
            Outbox place = source.known();
            if (place == null) {
                return true;
            }
            try {
                boolean claimed = place.claim(key);
                health.worked(place);
                return claimed;
            } catch (Throwable e) {
                health.failed("a report may be sent twice, because it cannot be claimed in the outbox: ", e);
                return true;
            }
        }
    }

    void release(String key) {
        synchronized (lock) {
            Outbox place = source.known();
            try {
                if (place != null) {
                    place.release(key);
                    health.worked(place);
                }
            } catch (Throwable e) {
                health.failed("the claim on a report cannot be given up, and lapses by itself: ", e);
            }
        }
    }

    void remove(String key) {
        synchronized (lock) {
            Outbox place = source.known();
            try {
                if (place != null) {
                    place.remove(key);
                    health.worked(place);
                }
            } catch (Throwable e) {
                if (notRemoved.size() < MAX_NOT_REMOVED) {
                    notRemoved.add(key);
                }
                health.failed("a report may be sent again, because it cannot be removed from the outbox: ", e);
            }
        }
    }

    Outbox.TakenOver takeOver(URI endpoint, int max) {
        synchronized (lock) {
            Outbox place = source.open();
            if (place != null) {
                try {
                    Outbox.TakenOver taken = orElse(place.takeOver(endpoint, max), NOTHING);
                    health.worked(place);
                    return notRemoved.isEmpty() ? taken : withoutSettled(taken);
                } catch (Throwable e) {
                    health.failed("reports of earlier runs cannot be read from the outbox: ", e);
                }
            }
            return NOTHING;
        }
    }

    /** What this process has settled already, and could not remove, it removes now, or never sends again. */
    private Outbox.TakenOver withoutSettled(Outbox.TakenOver taken) {
        List<StoredReport> others = new ArrayList<>();
        for (StoredReport each : taken.reports()) {
            if (notRemoved.remove(each.key())) {
                remove(each.key());
            } else {
                others.add(each);
            }
        }
        return new Outbox.TakenOver(others, taken.discarded());
    }

    /** Removes what is too old, by a time that the endpoint has confirmed. */
    List<String> removeTooOld(Instant now) {
        synchronized (lock) {
            Outbox place = source.known();
            try {
                return place == null ? List.of() : orElse(place.removeTooOld(now), List.of());
            } catch (Throwable e) {
                health.failed("old reports cannot be removed from the outbox: ", e);
                return List.of();
            }
        }
    }

    /** Empty without an outbox that remembers dates. */
    Optional<DayLog> dayLog() {
        synchronized (lock) {
            Outbox place = source.open();
            try {
                return place == null ? Optional.empty() : orElse(place.dayLog(), Optional.empty());
            } catch (Throwable e) {
                health.failed("the outbox cannot remember dates: ", e);
                return Optional.empty();
            }
        }
    }

    /** Empty without an outbox that keeps counts. */
    public Optional<DailyStore> dailyStore() {
        DailyStore known = store;
        Outbox place = known == null ? source.open() : null;
        try {
            if (place != null) {
                known = place.dailyStore().orElse(null);
                store = known;
            }
            return Optional.ofNullable(known);
        } catch (Throwable e) {
            health.failed("the outbox cannot keep counts: ", e);
            return Optional.empty();
        }
    }

    /** Counts were kept. */
    public void counted() {
        health.counted(source.known());
    }

    /** Counts cannot be kept, for a reason; reports may be kept all the same. */
    public void notCounted(String problem) {
        health.notCounted(problem);
    }

    void datesWork() {
        health.datesWork();
    }

    /** Dates cannot be kept, for a reason; reports may be kept all the same. */
    void noDates(String problem) {
        health.noDates(problem);
    }

    /** Whether there is something to close. */
    public boolean isOpen() {
        return source.known() != null;
    }

    /** Somebody still needs it: {@link #close} takes effect with {@link #letClose}. Does not block. */
    public void keepOpen() {
        holders.incrementAndGet();
    }

    /** Ends one {@link #keepOpen}. */
    public void letClose() {
        if (holders.decrementAndGet() == 0 && closing) {
            closeNow();
        }
    }

    /** Gives up what is claimed, once nobody holds it; nothing happens the second time. */
    public void close() {
        closing = true;
        if (holders.get() == 0) {
            closeNow();
        }
    }

    private void closeNow() {
        synchronized (lock) {
            Outbox place = source.end();
            try {
                if (place != null) {
                    place.close();
                }
            } catch (Throwable e) {
                health.failed("the outbox could not be closed: ", e);
            }
        }
    }

    /** A third party's outbox may answer with null where there is nothing to say. */
    private static <T> T orElse(@Nullable T answer, T nothing) {
        return answer == null ? nothing : answer;
    }
}
