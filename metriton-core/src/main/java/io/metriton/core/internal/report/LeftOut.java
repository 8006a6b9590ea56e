package io.metriton.core.internal.report;

import io.metriton.core.internal.util.Ascii;
import io.metriton.core.internal.util.Log;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Counts what was left out of the reports of one reporter, and remembers the first keys with their types, never a value.
 * Thread-safe.
 */
final class LeftOut {
    /** Keys may be made of data. */
    private static final int MOST_KEYS = 32;

    private static final int LONGEST_KEY = 128;

    private final Object lock = new Object();
    private final Map<String, String> types = new LinkedHashMap<>();
    private long count;

    /** Counts one value; true if its key is to be described, which was not left out before. */
    boolean isNew(String key) {
        synchronized (lock) {
            count++;
            return types.size() < MOST_KEYS && types.putIfAbsent(cut(key), "") == null;
        }
    }

    /**
     * Remembers what the key held, and says once in the log that it is left out; at TRACE, as a key may be made of data.
     *
     * @param declared the type that it should have had, or null if it is not declared
     */
    void describe(String key, String type, @Nullable ValueType declared) {
        synchronized (lock) {
            types.put(cut(key), declared == null ? type : type + ":" + declared.label());
        }
        String name = "'" + Ascii.printable(cut(key)) + "'";
        try {
            Log.trace("left out of reports, because "
                    + (declared == null
                            ? "the Declaration does not name it: "
                            : "it is declared as " + declared.label() + " and is none: ")
                    + name);
        } catch (RuntimeException | LinkageError e) {
            // The host's log is broken, and a report does not fail for that; stats() and status() count it.
        }
    }

    long count() {
        synchronized (lock) {
            return count;
        }
    }

    /** As {@code home:text,os:number:text}: key, type, and the declared type if there is one; empty if all was declared. */
    String header() {
        StringBuilder header = new StringBuilder();
        synchronized (lock) {
            for (Map.Entry<String, String> each : types.entrySet()) {
                if (!each.getValue().isEmpty()) { // It is being described.
                    header.append(header.length() == 0 ? "" : ",")
                            .append(Ascii.percentEncode(each.getKey(), "-._~"))
                            .append(':')
                            .append(each.getValue());
                }
            }
        }
        return header.toString();
    }

    private static String cut(String key) {
        return key.length() <= LONGEST_KEY ? key : key.substring(0, LONGEST_KEY);
    }
}
