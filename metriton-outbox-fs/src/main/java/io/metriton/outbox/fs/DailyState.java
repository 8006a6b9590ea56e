package io.metriton.outbox.fs;

import io.metriton.api.DailyDraft;
import io.metriton.api.support.DailyCounts;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a daily store holds at one moment, and what changes make of it. Immutable.
 *
 * @param dates whose report was begun, the last begun last
 * @param counts that wait for the next report
 * @param begun the drafts whose reports are not made yet
 * @param writers who made the last changes, with the number of each one's last change, the last writer last
 * @param lasting the number of the newest state that survives a loss of power; 0 if there is none
 */
record DailyState(
        List<LocalDate> dates,
        Map<String, Map<String, Long>> counts,
        List<Begun> begun,
        Map<String, Long> writers,
        long lasting) {
    static final DailyState EMPTY = new DailyState(List.of(), Map.of(), List.of(), Map.of(), 0);

    /** A process that began a report and did not make it within this time has ended. */
    private static final Duration LEASE = Duration.ofMinutes(1);

    private static final int KEPT_DATES = 8;

    /** So many others may change the store between a writer's change and its look at what became of it. */
    private static final int KEPT_WRITERS = 64;

    /** Where reports cannot be made, as without an install ID, no more are begun: their counts wait. */
    private static final int MAX_BEGUN = 8;

    /**
     * A report that is being made.
     *
     * @param since when its process took it, in milliseconds
     */
    record Begun(DailyDraft draft, long since) {
        private boolean isLapsed(long now) {
            return Math.abs(now - since) > LEASE.toMillis();
        }
    }

    /**
     * What becomes of a state, and what the caller is to make.
     *
     * @param state null if it stays as it is
     * @param draft null if there is nothing to make
     * @param begins whether the draft was not there before
     */
    record Change(@Nullable DailyState state, @Nullable DailyDraft draft, boolean begins) {
        private Change(@Nullable DailyState state, @Nullable DailyDraft draft) {
            this(state, draft, false);
        }
    }

    Change add(Map<String, Map<String, Long>> more) {
        return new Change(more.isEmpty() ? null : with(more), null);
    }

    /** Written once more, as it is. */
    Change again() {
        return new Change(this, null);
    }

    private DailyState with(Map<String, Map<String, Long>> more) {
        Map<String, Map<String, Long>> sum = DailyCounts.copy(counts);
        DailyCounts.add(sum, more);
        return new DailyState(dates, sum, begun, writers, lasting);
    }

    /** A draft that nobody makes any more comes first: of all others, the caller is to make that. */
    Change begin(DailyDraft proposal) {
        long now = proposal.created().toEpochMilli();
        for (Begun each : begun) {
            if (each.isLapsed(now)) {
                Begun taken = new Begun(each.draft(), now);
                return new Change(with(proposal.counts()).replaced(each, taken), each.draft());
            }
        }
        boolean closed = dates.contains(proposal.date()) || begun.size() >= MAX_BEGUN;
        return closed ? add(proposal.counts()) : begun(proposal, now);
    }

    private Change begun(DailyDraft proposal, long now) {
        Map<String, Map<String, Long>> waiting = with(proposal.counts()).counts();
        DailyDraft draft = new DailyDraft(proposal.key(), proposal.created(), DailyCounts.take(waiting));
        DailyState rest = new DailyState(with(draft.date()), waiting, begun, writers, lasting);
        return new Change(rest.replaced(null, new Begun(draft, now)), draft, true);
    }

    /** A report of the date was made elsewhere. */
    Change reported(LocalDate date) {
        boolean known = dates.contains(date);
        return new Change(known ? null : new DailyState(with(date), counts, begun, writers, lasting), null);
    }

    private List<LocalDate> with(LocalDate date) {
        List<LocalDate> all = new ArrayList<>(dates);
        all.add(date);
        return List.copyOf(all.subList(Math.max(0, all.size() - KEPT_DATES), all.size()));
    }

    Change done(String key) {
        for (Begun each : begun) {
            if (each.draft().key().equals(key)) {
                return new Change(replaced(each, null), null);
            }
        }
        return new Change(null, null);
    }

    private DailyState replaced(@Nullable Begun old, @Nullable Begun other) {
        List<Begun> all = new ArrayList<>();
        for (Begun each : begun) {
            if (old == null || !each.draft().key().equals(old.draft().key())) {
                all.add(each);
            }
        }
        if (other != null) {
            all.add(other);
        }
        return new DailyState(dates, counts, List.copyOf(all), writers, lasting);
    }

    DailyState by(String writer, long change) {
        Map<String, Long> last = new LinkedHashMap<>();
        int superfluous = writers.size() + (writers.containsKey(writer) ? 0 : 1) - KEPT_WRITERS;
        for (Map.Entry<String, Long> each : writers.entrySet()) {
            if (!each.getKey().equals(writer) && superfluous-- <= 0) {
                last.put(each.getKey(), each.getValue());
            }
        }
        last.put(writer, change);
        return new DailyState(dates, counts, begun, last, lasting);
    }

    DailyState lasting(long number) {
        return new DailyState(dates, counts, begun, writers, number);
    }
}
