package io.metriton.core;

import io.metriton.api.DailyDraft;
import io.metriton.api.DailyStore;
import io.metriton.api.Outbox.Durability;
import io.metriton.api.support.DailyCounts;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/** A daily store as a test needs it: a draft that is not done is made again by who asks at another time. Thread-safe. */
final class MemoryDailyStore implements DailyStore {
    final Map<String, Map<String, Long>> counts = new LinkedHashMap<>();
    final Set<LocalDate> dates = new LinkedHashSet<>();
    final Map<String, DailyDraft> drafts = new LinkedHashMap<>();
    private final Map<String, Instant> taken = new HashMap<>();
    final List<Durability> durabilities = new ArrayList<>();
    boolean broken;

    /** What a report that is begun has to wait for, as a disk may be slow to force it. */
    CountDownLatch forced = new CountDownLatch(0);

    /** Whether the processes that have begun the drafts may still be at work. */
    boolean leased;

    @Override
    public synchronized void add(Map<String, Map<String, Long>> more, Durability durability) throws IOException {
        requireWhole();
        if (!more.isEmpty() || durability == Durability.POWER_LOSS) {
            durabilities.add(durability);
        }
        DailyCounts.add(counts, more);
    }

    @Override
    public Optional<DailyDraft> begin(DailyDraft proposal, Durability durability) throws IOException {
        Waiting.forever(forced);
        return begin(proposal);
    }

    private synchronized Optional<DailyDraft> begin(DailyDraft proposal) throws IOException {
        requireWhole();
        DailyCounts.add(counts, proposal.counts());
        for (DailyDraft each : drafts.values()) {
            if (!leased && !proposal.created().equals(taken.put(each.key(), proposal.created()))) {
                return Optional.of(each);
            }
        }
        if (!dates.add(proposal.date())) {
            return Optional.empty();
        }
        DailyDraft draft = new DailyDraft(proposal.key(), proposal.created(), counts);
        counts.clear();
        drafts.put(draft.key(), draft);
        taken.put(draft.key(), draft.created());
        return Optional.of(draft);
    }

    @Override
    public synchronized Optional<DailyDraft> peek(DailyDraft proposal) throws IOException {
        requireWhole();
        Map<String, Map<String, Long>> sum = DailyCounts.copy(counts);
        DailyCounts.add(sum, proposal.counts());
        return dates.contains(proposal.date())
                ? Optional.empty()
                : Optional.of(new DailyDraft(proposal.key(), proposal.created(), sum));
    }

    @Override
    public synchronized void done(String key) {
        drafts.remove(key);
    }

    synchronized Map<String, Map<String, Long>> waiting() {
        return DailyCounts.copy(counts);
    }

    private void requireWhole() throws IOException {
        if (broken) {
            throw new IOException("no space left on device");
        }
    }
}
