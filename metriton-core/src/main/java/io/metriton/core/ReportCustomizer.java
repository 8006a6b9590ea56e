package io.metriton.core;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Adds to the metadata of every report, or changes it, just before it is encoded. Runs on the thread that
 * calls {@link Reporter#report}; for a {@link BackgroundReporter} on a thread of the SDK's, which delivers or stores.
 *
 * <p>The ready ones leave alone what the application or a provider has already put under the same key. Implementations
 * are thread-safe.
 */
@FunctionalInterface
public interface ReportCustomizer {

    /**
     * Changes the metadata of one report in place.
     *
     * @param metadata base metadata, what the install-ID provider added, and the caller's, merged in that order
     */
    void customize(Map<String, @Nullable Object> metadata);

    /**
     * Adds {@code index}: 1 in the first report, growing by one with each.
     *
     * @return a customizer with a count of its own
     */
    static ReportCustomizer index() {
        AtomicLong count = new AtomicLong();
        return metadata -> metadata.putIfAbsent("index", count.incrementAndGet());
    }

    /**
     * Adds {@code trace_id}: a random UUID, the same in all reports of one run.
     *
     * @return a customizer with a UUID of its own
     */
    static ReportCustomizer traceId() {
        String traceId = UUID.randomUUID().toString();
        return metadata -> metadata.putIfAbsent("trace_id", traceId);
    }

    /**
     * Adds every environment variable whose name starts with a prefix: the rest of the name, in lower case, is the key.
     *
     * @param prefix for example {@code MYAPP_REPORT_}; not empty, or every secret in the environment would be sent
     * @param environment for example {@link System#getenv()}; read at once
     * @return a customizer with a copy of the variables
     * @throws IllegalArgumentException if the prefix is blank
     */
    static ReportCustomizer environment(String prefix, Map<String, String> environment) {
        if (prefix.isBlank()) {
            throw new IllegalArgumentException("prefix may not be blank: it would send the whole environment");
        }
        Map<String, String> copy = new TreeMap<>();
        environment.forEach((name, value) -> {
            if (name.startsWith(prefix) && name.length() > prefix.length()) {
                copy.put(name.substring(prefix.length()).toLowerCase(Locale.ROOT), value);
            }
        });
        return metadata -> copy.forEach(metadata::putIfAbsent);
    }
}
