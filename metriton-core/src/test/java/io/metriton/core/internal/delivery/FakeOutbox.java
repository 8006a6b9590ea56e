package io.metriton.core.internal.delivery;

import io.metriton.api.DayLog;
import io.metriton.api.Outbox;
import io.metriton.api.StoredReport;
import io.metriton.core.Waiting;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/** An outbox in memory that other processes seem to use, too. */
final class FakeOutbox implements Outbox, DayLog {
    final Map<String, StoredReport> stored = new LinkedHashMap<>();
    final Set<String> claimed = new LinkedHashSet<>();
    final Set<String> others = new LinkedHashSet<>();
    final List<StoredReport> left = new ArrayList<>();
    final Set<String> days = new LinkedHashSet<>();
    final Set<String> dayClaims = new LinkedHashSet<>();
    final List<Durability> durabilities = new ArrayList<>();
    final List<Instant> agedAt = new ArrayList<>();
    int room = Integer.MAX_VALUE;
    int largest = Integer.MAX_VALUE;
    int discarded;
    boolean broken;

    /** What each call waits for, as a dead network file system has it wait for ever. */
    CountDownLatch ready = new CountDownLatch(0);

    boolean noDates;
    boolean closed;

    @Override
    public List<String> put(StoredReport report, Durability durability) throws IOException {
        check();
        if (report.body().length > largest) {
            throw new IOException("the report is too large");
        }
        List<String> pushedOut = new ArrayList<>();
        while (stored.size() >= room) {
            String oldest = stored.keySet().iterator().next();
            stored.remove(oldest);
            pushedOut.add(oldest);
        }
        stored.put(report.key(), report);
        durabilities.add(durability);
        return pushedOut;
    }

    @Override
    public boolean claim(String key) throws IOException {
        check();
        if (others.contains(key)) {
            return false;
        }
        claimed.add(key);
        return true;
    }

    @Override
    public void release(String key) throws IOException {
        check();
        claimed.remove(key);
    }

    @Override
    public void remove(String key) throws IOException {
        check();
        claimed.remove(key);
        stored.remove(key);
    }

    @Override
    public TakenOver takeOver(URI endpoint, int max) throws IOException {
        check();
        List<StoredReport> taken = new ArrayList<>(left.subList(0, Math.min(max, left.size())));
        left.removeAll(taken);
        for (StoredReport each : taken) {
            stored.put(each.key(), each);
            claimed.add(each.key());
        }
        int lost = discarded;
        discarded = 0;
        return new TakenOver(taken, lost);
    }

    @Override
    public List<String> removeTooOld(Instant now) {
        agedAt.add(now);
        return List.of();
    }

    @Override
    public Optional<DayLog> dayLog() {
        return Optional.of(this);
    }

    @Override
    public boolean claim(String purpose, LocalDate date) throws IOException {
        checkDates();
        return !days.contains(purpose + date) && dayClaims.add(purpose + date);
    }

    @Override
    public void record(String purpose, LocalDate date) throws IOException {
        checkDates();
        days.add(purpose + date);
    }

    @Override
    public String location() {
        return "a map";
    }

    @Override
    public void close() {
        closed = true;
        claimed.clear();
    }

    private void check() throws IOException {
        Waiting.forever(ready);
        if (broken) {
            throw new IOException("no space left on device");
        }
    }

    private void checkDates() throws IOException {
        check();
        if (noDates) {
            throw new IOException("a folder is in the place of the dates");
        }
    }
}
