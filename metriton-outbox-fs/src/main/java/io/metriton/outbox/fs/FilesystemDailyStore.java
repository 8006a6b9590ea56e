package io.metriton.outbox.fs;

import static java.util.Objects.requireNonNull;

import io.metriton.api.DailyDraft;
import io.metriton.api.DailyStore;
import io.metriton.api.Outbox.Durability;
import io.metriton.outbox.fs.DailyReader.Found;
import java.io.IOException;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Keeps the counts and the drafts in a folder of small files, {@code daily} below the outbox. Thread-safe. */
final class FilesystemDailyStore implements DailyStore {
    private static final int MAX_TRIES = 2_000;

    /** Each takes a slow disk long, and while other processes change the store more often than that, all would be in vain. */
    private static final int MAX_FORCED_TRIES = 2;

    private static final long PAUSE_NANOS = 50_000;
    private static final int LONGEST_PAUSE = 40;

    private final OutboxFolder folder;
    private final DailyFiles files;
    private final Object lock = new Object();
    private volatile @Nullable String problem;

    FilesystemDailyStore(OutboxFolder folder) {
        this.folder = folder;
        this.files = new DailyFiles(folder);
    }

    /** What was lost, in words. */
    Optional<String> problem() {
        return Optional.ofNullable(problem);
    }

    @Override
    public void add(Map<String, Map<String, Long>> counts, Durability durability) throws IOException {
        requireNonNull(counts, "counts");
        if (counts.isEmpty()) { // By a plug-in, so that classes are loaded that may be gone when it has counted.
            DailyFormat.encode(DailyState.EMPTY);
        }
        change(new Add(counts, durability), durability);
    }

    @Override
    public Optional<DailyDraft> begin(DailyDraft proposal, Durability durability) throws IOException {
        requireNonNull(proposal, "proposal");
        return change(new Begin(proposal), durability);
    }

    @Override
    public Optional<DailyDraft> peek(DailyDraft proposal) throws IOException {
        synchronized (lock) {
            return Optional.ofNullable(found().state().begin(proposal).draft());
        }
    }

    @Override
    public void reported(LocalDate date) throws IOException {
        requireNonNull(date, "date");
        change(new Reported(date), Durability.PROCESS_END);
    }

    @Override
    public void done(String key) throws IOException {
        requireNonNull(key, "key");
        change(new Done(key), Durability.PROCESS_END);
    }

    /**
     * Until it succeeds: each try that fails is a change of another process. What is begun is forced to the disk once, and is
     * to survive a loss of power from then on, in every process that makes it; if that fails because other processes are
     * faster, one of them does it.
     */
    private Optional<DailyDraft> change(Transition change, Durability durability) throws IOException {
        synchronized (lock) {
            int forced = 0;
            for (int i = 0; i < MAX_TRIES; i++) {
                Found found = found();
                DailyState.Change next = change.apply(found.state());
                if (next.state() == null
                        || replace(found, next.state(), next.begins() ? Durability.POWER_LOSS : durability)) {
                    return Optional.ofNullable(next.draft());
                }
                forced += next.begins() ? 1 : 0;
                if (forced == MAX_FORCED_TRIES) {
                    return Optional.empty();
                }
                LockSupport.parkNanos(PAUSE_NANOS * (System.nanoTime() & 7) * Math.min(i, LONGEST_PAUSE));
            }
        }
        throw new IOException("the daily counts in " + folder.path() + " are changed by others without end");
    }

    private Found found() throws IOException {
        try {
            return files.read();
        } catch (IOException e) {
            throw Failures.told("the daily counts cannot be read", folder.path(), e);
        } finally {
            if (files.wasDamaged()) {
                problem = folder.path() + ": counts of earlier runs were damaged, and are lost";
            }
        }
    }

    private boolean replace(Found found, DailyState next, Durability durability) throws IOException {
        try {
            return files.replace(found, next, durability);
        } catch (IOException e) {
            throw Failures.told("the daily counts cannot be kept", folder.path(), e);
        }
    }

    /** Classes, as lambdas cost a tool's end 20 ms. */
    private interface Transition {
        DailyState.Change apply(DailyState state);
    }

    /** Of nothing, too, where what is there is to survive a loss of power. */
    private record Add(Map<String, Map<String, Long>> counts, Durability durability) implements Transition {
        @Override
        public DailyState.Change apply(DailyState state) {
            return counts.isEmpty() && durability == Durability.POWER_LOSS && !state.equals(DailyState.EMPTY)
                    ? state.again()
                    : state.add(counts);
        }
    }

    private record Begin(DailyDraft proposal) implements Transition {
        @Override
        public DailyState.Change apply(DailyState state) {
            return state.begin(proposal);
        }
    }

    private record Reported(LocalDate date) implements Transition {
        @Override
        public DailyState.Change apply(DailyState state) {
            return state.reported(date);
        }
    }

    private record Done(String key) implements Transition {
        @Override
        public DailyState.Change apply(DailyState state) {
            return state.done(key);
        }
    }
}
