package io.metriton.collector.web;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/**
 * How much memory slow clients may take, all together: for bodies that have not arrived as a whole, or for answers that have
 * not been read. Where there is not enough, the largest is sent away for a smaller one: so those who fill it harm each other,
 * and not a report of some hundred bytes. Thread-safe.
 */
final class BodyRoom {

    private final Object lock = new Object();
    private final long bytes;
    private final TreeSet<Share> shares = new TreeSet<>(
            Comparator.<Share>comparingInt(share -> share.bytes).thenComparingLong(share -> share.number));
    private long taken;
    private long numbers;

    BodyRoom(long bytes) {
        this.bytes = bytes;
    }

    /** An eighth of the heap: two such rooms leave enough for the connections themselves. */
    static BodyRoom ofHeap() {
        return new BodyRoom(Runtime.getRuntime().maxMemory() / 8);
    }

    /** What one body takes. */
    static final class Share {
        private final long number;
        private final Runnable sendAway;
        private int bytes;

        private Share(long number, Runnable sendAway) {
            this.number = number;
            this.sendAway = sendAway;
        }
    }

    /**
     * A share of nothing yet.
     *
     * @param sendAway run when it has to make room; must not block, and gives its share back later
     */
    Share share(Runnable sendAway) {
        synchronized (lock) {
            return new Share(numbers++, sendAway);
        }
    }

    /** Makes a share larger; false if there is no room, and none that is larger. */
    boolean enlarge(Share share, int newBytes) {
        List<Share> sentAway = new ArrayList<>();
        boolean fits;
        synchronized (lock) {
            giveBack(share);
            while (taken + newBytes > bytes && !shares.isEmpty() && shares.last().bytes > newBytes) {
                Share largest = shares.last();
                giveBack(largest);
                sentAway.add(largest);
            }
            fits = taken + newBytes <= bytes;
            if (fits) {
                share.bytes = newBytes;
                taken += newBytes;
                shares.add(share);
            }
        }
        sentAway.forEach(other -> other.sendAway.run());
        return fits;
    }

    /** Gives back all of a share; a second time, it does nothing. */
    void giveBack(Share share) {
        synchronized (lock) {
            if (shares.remove(share)) {
                taken -= share.bytes;
            }
        }
    }

    long taken() {
        synchronized (lock) {
            return taken;
        }
    }
}
