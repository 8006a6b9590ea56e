package io.metriton.outbox.fs;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Keeps the folder within the bounds, by what one listing says: the oldest make room, claimed ones last. Of thousands
 * too many, each put removes a few, so that no run is slowed down. Confined to one call.
 */
final class Eviction {
    private static final int MAX_REMOVED = 64;

    private final OutboxFolder folder;
    private final Limits limits;
    private final List<String> removedKeys = new ArrayList<>();
    private final List<String> waiting = new ArrayList<>();
    private final List<String> claimed = new ArrayList<>();
    private long bytes;
    private boolean bytesAreExact;
    private int gone;

    Eviction(OutboxFolder folder, Limits limits) {
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
    void run(List<String> names, ReportName newest, long now) throws IOException {
        String stays = newest.file();
        for (int i = 0; i < names.size(); i++) {
            count(names.get(i), now);
        }
        if (isOver()) {
            leaveOutForeign();
            measure();
            removeFrom(waiting, stays);
            removeFrom(claimed, stays);
        }
    }

    /** By a few characters if possible: a JVM that has just started parses a thousand names in tens of milliseconds. */
    private void count(String name, long now) {
        if (!ReportName.mayBe(name)) {
            return;
        }
        boolean small = name.endsWith(ReportName.WAITING) && !ReportName.saysSize(name);
        ReportName report = small ? null : ReportName.parse(name);
        if (small) {
            waiting.add(name);
            bytes += ReportName.SMALL;
        } else if (report != null) {
            (report.isHeld(now) ? claimed : waiting).add(name);
            bytes += counted(report);
        }
    }

    /** Names that look like ours, and are not. */
    private void leaveOutForeign() {
        int before = waiting.size();
        waiting.removeIf(name -> ReportName.parse(name) == null);
        bytes -= (long) (before - waiting.size()) * ReportName.SMALL;
    }

    private static long counted(ReportName report) {
        return report.size() < 0 ? ReportName.SMALL : report.size();
    }

    private int count() {
        return waiting.size() + claimed.size() - gone;
    }

    /** How many more reports may be kept; negative if there are too many. */
    int freeReports() {
        return limits.maxReports() - count();
    }

    /** How many more bytes may be kept, at least. */
    long freeBytes() {
        return limits.maxBytes() - bytes;
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

    private void removeFrom(List<String> names, String stays) {
        String last = "";
        while (isOver() && removedKeys.size() < MAX_REMOVED) {
            SortedSet<String> oldest = oldest(names, last, tooMany());
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

    /** How many to look at next. */
    private int tooMany() {
        return bytesAreExact ? MAX_REMOVED : Math.min(MAX_REMOVED, count() - limits.maxReports());
    }

    /** The first so many names behind a given one, in order. */
    private static SortedSet<String> oldest(List<String> names, String behind, int many) {
        TreeSet<String> oldest = new TreeSet<>();
        for (String name : names) {
            boolean wanted = (oldest.size() < many || name.compareTo(oldest.last()) < 0) && name.compareTo(behind) > 0;
            if (wanted) {
                oldest.add(name);
                if (oldest.size() > many) {
                    oldest.pollLast();
                }
            }
        }
        return oldest;
    }

    /** What cannot be removed does not keep the next ones from it. */
    private void remove(String name) {
        ReportName report = ReportName.parse(name);
        long size;
        try {
            size = sizeOf(name);
            if (report != null && size >= 0 && folder.disk().delete(folder.resolve(name))) {
                removedKeys.add(report.key());
            } // Else it is no file of ours, or another process was faster.
        } catch (IOException e) {
            return;
        }
        gone++;
        bytes -= bytesAreExact ? Math.max(0, size) : report == null ? ReportName.SMALL : counted(report);
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
