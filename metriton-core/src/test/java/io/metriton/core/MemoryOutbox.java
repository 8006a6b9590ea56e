package io.metriton.core;

import io.metriton.api.DailyStore;
import io.metriton.api.Outbox;
import io.metriton.api.StoredReport;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An outbox as a test needs it. Thread-safe. */
class MemoryOutbox implements Outbox {
    final Map<String, StoredReport> stored = new LinkedHashMap<>();
    final List<StoredReport> left = new ArrayList<>();
    final MemoryDailyStore store = new MemoryDailyStore();
    int room = Integer.MAX_VALUE;
    int discarded;
    boolean broken;
    volatile boolean closed;
    final List<Durability> durabilities = new ArrayList<>();

    @Override
    public synchronized List<String> put(StoredReport report, Durability durability) throws IOException {
        if (broken) {
            throw new IOException("no space left on device");
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
    public synchronized void remove(String key) {
        stored.remove(key);
    }

    @Override
    public synchronized TakenOver takeOver(URI endpoint, int max) {
        List<StoredReport> taken = new ArrayList<>(left.subList(0, Math.min(max, left.size())));
        left.removeAll(taken);
        taken.forEach(each -> stored.put(each.key(), each));
        int lost = discarded;
        discarded = 0;
        return new TakenOver(taken, lost);
    }

    @Override
    public Optional<DailyStore> dailyStore() {
        return Optional.of(store);
    }

    synchronized List<String> keys() {
        return List.copyOf(stored.keySet());
    }

    @Override
    public String location() {
        return "a list";
    }

    @Override
    public synchronized void close() {
        closed = true;
    }
}
