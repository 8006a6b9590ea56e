package io.metriton.outbox.fs;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What is in our own folder, so that nobody has to look. Confined to whoever holds the outbox's lock. */
final class Contents {
    private final TreeMap<ReportName, Integer> sizes = new TreeMap<>();
    private final Map<String, ReportName> names = new HashMap<>();
    private long bytes;

    void add(ReportName name, int size) {
        remove(name);
        sizes.put(name, size);
        names.put(name.key(), name);
        bytes += size;
    }

    void remove(ReportName name) {
        Integer size = sizes.remove(name);
        if (size != null) {
            bytes -= size;
            names.remove(name.key(), name);
        }
    }

    void clear() {
        sizes.clear();
        names.clear();
        bytes = 0;
    }

    Optional<ReportName> named(String key) {
        return Optional.ofNullable(names.get(key));
    }

    ReportName oldest() {
        return sizes.firstKey();
    }

    boolean isEmpty() {
        return sizes.isEmpty();
    }

    /** Whether so much more would be within the limits. */
    boolean hasRoom(int moreReports, long moreBytes, Limits limits) {
        return limits.allow(sizes.size() + moreReports, bytes + moreBytes);
    }
}
