package io.metriton.collector.ingest;

import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Lets so many requests of each key through within a span of time, which starts with the first of them. In memory only; those
 * whose span is over are forgotten once in a span, and when there are too many keys; if that makes no room, all are.
 * Thread-safe.
 */
public final class RateLimit {

    private static final int MOST_KEYS = 200_000;

    private final Object lock = new Object();
    private final Map<Object, Span> spans = new HashMap<>();
    private final int limit;
    private final long millis;
    private final Clock clock;
    private long swept;

    private static final class Span {
        final long start;
        int requests;

        Span(long start) {
            this.start = start;
        }
    }

    /**
     * A limit.
     *
     * @param limit how many requests; 0 for any number
     * @param span within which time
     * @param clock the time
     */
    public RateLimit(int limit, Duration span, Clock clock) {
        this.limit = limit;
        this.millis = span.toMillis();
        this.clock = clock;
        this.swept = clock.millis();
    }

    /**
     * Counts a request.
     *
     * @param key whose it is
     * @return empty if it may pass; else after how many seconds the next one may
     */
    public OptionalLong refuse(Object key) {
        if (limit == 0) {
            return OptionalLong.empty();
        }
        long now = clock.millis();
        synchronized (lock) {
            sweep(now);
            Span span = spans.get(key);
            if (span == null || now - span.start >= millis || now < span.start) {
                makeRoom(now);
                span = new Span(now);
                spans.put(key, span);
            }
            if (span.requests < limit) {
                span.requests++;
                return OptionalLong.empty();
            }
            return OptionalLong.of((span.start + millis - now + 999) / 1000);
        }
    }

    /** For tests: how many keys are held. */
    int keys() {
        synchronized (lock) {
            return spans.size();
        }
    }

    private void sweep(long now) {
        if (now - swept >= millis || now < swept) {
            swept = now;
            spans.values().removeIf(span -> now - span.start >= millis);
        }
    }

    private void makeRoom(long now) {
        if (spans.size() >= MOST_KEYS) {
            spans.values().removeIf(span -> now - span.start >= millis);
        }
        if (spans.size() >= MOST_KEYS) {
            spans.clear();
        }
    }
}
