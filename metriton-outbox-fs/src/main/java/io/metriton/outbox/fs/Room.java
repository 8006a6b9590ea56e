package io.metriton.outbox.fs;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Keeps the folder within the bounds, by what one listing says: the oldest make room, claimed ones last. Where something
 * else left thousands, each report that is put removes some of them, so that no run feels it. Confined to one call.
 */
final class Room {
    private static final int MAX_REMOVED = 64;

    private final OutboxFolder folder;
    private final Limits limits;
    private final List<String> removedKeys = new ArrayList<>();
    private final List<String> waiting = new ArrayList<>();
    private final List<String> claimed = new ArrayList<>();
    private long bytes;
    private boolean bytesAreExact;
    private int gone;

    Room(OutboxFolder folder, Limits limits) {
        this.folder = folder;
        this.limits = limits;
    }

    /** What was removed so far. */
    List<String> removedKeys() {
        return removedKeys;
    }

    /**
     * Removes what is too much.
     *
     * @param names what is in the folder
     * @param newest stays
     */
    void make(List<String> names, ReportName newest, long now) throws IOException {
        String stays = newest.file();
        for (int i = 0; i < names.size(); i++) {
            count(names.get(i), now);
        }
        if (isOver()) {
            forgetForeignNames();
            measure();
            removeFrom(waiting, stays);
            removeFrom(claimed, stays);
        }
    }

    /** By the end of the name where that is enough: in a young JVM, to take a thousand names apart takes milliseconds. */
    private void count(String name, long now) {
        boolean large = name.endsWith("B".concat(ReportName.WAITING));
        if (name.endsWith(ReportName.WAITING) && !large) {
            waiting.add(name);
            bytes += ReportName.SMALL;
        } else if (large || name.endsWith(ReportName.CLAIMED)) {
            ReportName report = ReportName.parse(name);
            if (report != null) {
                (report.isHeld(now) ? claimed : waiting).add(name);
                bytes += report.size() < 0 ? ReportName.SMALL : report.size();
            }
        }
    }

    private void forgetForeignNames() {
        for (Iterator<String> each = waiting.iterator(); each.hasNext(); ) {
            if (ReportName.parse(each.next()) == null) {
                each.remove();
                bytes -= ReportName.SMALL;
            }
        }
    }

    private int count() {
        return waiting.size() + claimed.size() - gone;
    }

    private boolean isOver() {
        return !limits.allow(count(), bytes);
    }

    /** Looks at the sizes of small files only if it depends on them; which it cannot, with 1,000 reports and 5 MiB. */
    private void measure() throws IOException {
        if (count() > limits.maxReports() && limits.allow(limits.maxReports(), bytes(limits.maxReports()))) {
            return;
        }
        bytes = 0;
        bytesAreExact = true;
        for (String name : waiting) {
            bytes += Math.max(0, sizeOf(name));
        }
        for (String name : claimed) {
            bytes += Math.max(0, sizeOf(name));
        }
    }

    /** What so many of these reports may take. */
    private long bytes(int reports) {
        return bytes - (long) (count() - reports) * ReportName.SMALL;
    }

    private void removeFrom(List<String> names, String stays) throws IOException {
        String last = "";
        while (isOver() && removedKeys.size() < MAX_REMOVED) {
            SortedSet<String> oldest = oldest(names, last);
            if (oldest.isEmpty()) {
                return;
            }
            last = oldest.last();
            for (String name : oldest) {
                if (isOver() && removedKeys.size() < MAX_REMOVED && !name.equals(stays)) {
                    remove(name);
                }
            }
        }
    }

    /** Some names behind a given one, in order. */
    private static SortedSet<String> oldest(List<String> names, String behind) {
        TreeSet<String> oldest = new TreeSet<>();
        for (String name : names) {
            boolean wanted =
                    name.compareTo(behind) > 0 && (oldest.size() < MAX_REMOVED || name.compareTo(oldest.last()) < 0);
            if (wanted) {
                oldest.add(name);
                if (oldest.size() > MAX_REMOVED) {
                    oldest.pollLast();
                }
            }
        }
        return oldest;
    }

    private void remove(String name) throws IOException {
        ReportName report = requireNonNull(ReportName.parse(name));
        long size = sizeOf(name);
        if (size >= 0) {
            folder.disk().delete(folder.resolve(name));
            removedKeys.add(report.key());
        } // Else it is no regular file, or gone, and takes no room.
        gone++;
        long counted = report.size() < 0 ? ReportName.SMALL : report.size();
        bytes -= bytesAreExact ? Math.max(0, size) : counted;
    }

    /** Negative if it is gone, or no regular file. */
    private long sizeOf(String name) throws IOException {
        try {
            return folder.disk().size(folder.resolve(name));
        } catch (NoSuchFileException e) {
            return -1;
        }
    }
}
