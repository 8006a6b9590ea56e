package io.metriton.core.internal.process;

import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What waits for its time, the first to be due first. Not thread-safe. */
final class JobQueue<T extends JobQueue.Entry> {
    private final TreeSet<T> waiting = new TreeSet<>();
    private long entered;

    /** Waits in one queue at most. */
    abstract static class Entry implements Comparable<Entry> {
        private long due;
        private long number;

        /** The first to come first. By difference, as nanoTime may overflow. */
        @Override
        public final int compareTo(Entry other) {
            int byTime = Long.signum(due - other.due);
            return byTime != 0 ? byTime : Long.compare(number, other.number);
        }

        @Override
        public final boolean equals(@Nullable Object other) {
            return this == other;
        }

        @Override
        public final int hashCode() {
            return System.identityHashCode(this);
        }
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** Whether an entry waits for a time that is no later than another. */
    boolean hasBy(T entry, long time) {
        Entry its = entry;
        return waiting.contains(entry) && its.due - time <= 0;
    }

    /** Has an entry wait until a time, in the place of another; true if it is the first of all then. */
    boolean enter(T entry, long time) {
        Entry its = entry;
        waiting.remove(entry);
        its.due = time;
        its.number = ++entered;
        waiting.add(entry);
        return waiting.first().equals(entry);
    }

    /** False if it does not wait. */
    boolean remove(T entry) {
        return waiting.remove(entry);
    }

    /** Whether any is due. */
    boolean isDue(long now) {
        return !isEmpty() && nanosToFirst(now) <= 0;
    }

    /** How long the first waits; only if there is one. */
    long nanosToFirst(long now) {
        Entry first = waiting.first();
        return first.due - now;
    }

    /** Takes out the first that is due; null if none is. */
    @Nullable
    T takeDue(long now) {
        return isDue(now) ? waiting.pollFirst() : null;
    }
}
