package io.metriton.outbox.fs;

import io.metriton.api.Outbox;
import io.metriton.api.StoredReport;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What owners left that have ended, the oldest first, as it was when it was last looked at: a folder is read once, however
 * many reports are then taken out of it. At every moment another process may take them, too. Confined to whoever holds the
 * outbox's lock.
 */
final class Leftovers {
    private final Disk disk;
    private final OwnReports own;
    private final Limits limits;
    private final EndedOwners owners;
    private final Deque<Left> known = new ArrayDeque<>();
    /** How many of the known are in a folder; one without any is removed. */
    private final Map<Path, Integer> folders = new HashMap<>();

    private long knownBytes;

    Leftovers(Disk disk, Path root, OwnReports own, Limits limits) {
        this.disk = disk;
        this.own = own;
        this.limits = limits;
        this.owners = new EndedOwners(disk, root);
    }

    /** A file that is nobody's. */
    private record Left(Path path, ReportName name, long size) implements Comparable<Left> {

        /** The oldest first. */
        @Override
        public int compareTo(Left other) {
            return name.compareTo(other.name);
        }
    }

    /** Moves the oldest reports for one endpoint to the own folder. */
    Outbox.TakenOver takeOver(URI endpoint, int max, Instant now) throws IOException {
        Taking taking = new Taking(endpoint, max, now);
        taking.takeKnown();
        if (taking.adopted.isEmpty() && !taking.looked) {
            taking.look();
            taking.takeKnown();
        }
        if (taking.adopted.isEmpty() && taking.discarded == 0) {
            taking.failures.throwIfAny(); // Else what could be done counts; the rest will be looked at the next time.
        }
        return new Outbox.TakenOver(taking.adopted, taking.discarded);
    }

    /** One take-over. */
    private final class Taking {
        private final URI endpoint;
        private final int max;
        private final Instant now;
        private final Failures failures = new Failures();
        private final List<StoredReport> adopted = new ArrayList<>();
        private int discarded;
        private boolean looked;

        Taking(URI endpoint, int max, Instant now) {
            this.endpoint = endpoint;
            this.max = max;
            this.now = now;
        }

        /** Removes what is too old, and what was not finished. */
        void look() throws IOException {
            known.clear();
            knownBytes = 0;
            folders.clear();
            List<Left> left = new ArrayList<>();
            for (Path folder : owners.find(failures)) {
                int before = left.size();
                for (String file : names(folder)) {
                    attempt(() -> sort(folder.resolve(file), file, left));
                }
                folders.put(folder, left.size() - before);
                removeIfEmpty(folder);
            }
            looked = true;
            Collections.sort(left);
            for (Left each : left) {
                known.add(each);
                knownBytes += each.size();
            }
        }

        private List<String> names(Path folder) {
            try {
                return disk.names(folder);
            } catch (IOException e) {
                failures.add(e);
                return Collections.emptyList();
            }
        }

        private void sort(Path path, String file, List<Left> left) throws IOException {
            Optional<ReportName> name = ReportName.parse(file);
            long size = disk.size(path);
            if (size < 0) {
                return; // Not ours.
            }
            if (name.isEmpty()) {
                if (ReportName.isTemporary(file)) {
                    disk.delete(path);
                }
                return;
            }
            if (name.get().isOlderThan(limits.maxAge(), now) || !limits.allow(1, size)) {
                discard(path);
            } else {
                left.add(new Left(path, name.get(), size));
            }
        }

        /** What does not fit beside the own goes, the oldest first, whatever its endpoint. */
        void takeKnown() throws IOException {
            if (!looked && !own.hasRoom(known.size(), knownBytes)) {
                look(); // Others may have taken what would be too much.
            }
            while (!known.isEmpty() && !own.hasRoom(known.size(), knownBytes)) {
                Left oldest = known.remove();
                attempt(() -> discard(oldest.path()));
                gone(oldest);
            }
            String hash = ReportName.hash(endpoint);
            Iterator<Left> oldestFirst = known.iterator();
            while (oldestFirst.hasNext() && adopted.size() < max) {
                Left left = oldestFirst.next();
                if (left.name().endpointHash().equals(hash)) {
                    oldestFirst.remove();
                    attempt(() -> adopt(left));
                    gone(left);
                }
            }
        }

        private void gone(Left left) {
            knownBytes -= left.size();
            Path folder = left.path().resolveSibling("");
            folders.merge(folder, -1, Integer::sum);
            removeIfEmpty(folder);
        }

        private void removeIfEmpty(Path folder) {
            if (folders.getOrDefault(folder, 0) <= 0) {
                folders.remove(folder);
                attempt(() -> owners.removeIfEmpty(folder));
            }
        }

        /** If it is damaged, that is its end. */
        private void adopt(Left left) throws IOException {
            if (!disk.isFile(left.path())) {
                return; // Another process was faster.
            }
            byte[] content = disk.read(left.path(), ReportFormat.MAX_BYTES + 1);
            if (ReportFormat.isOfAnotherVersion(content)) {
                return;
            }
            Optional<StoredReport> report = ReportFormat.decode(content)
                    .filter(each -> ReportName.of(each).equals(left.name()));
            if (report.isEmpty()) {
                discard(left.path());
            } else if (report.get().endpoint().equals(endpoint)) { // Hashes of two endpoints may be the same.
                own.adopt(left.path(), left.name(), content.length);
                adopted.add(report.get());
            }
        }

        private void discard(Path path) throws IOException {
            if (disk.delete(path)) {
                discarded++;
            }
        }

        private void attempt(Step step) {
            try {
                step.run();
            } catch (IOException e) {
                failures.add(e);
            }
        }
    }

    private interface Step {
        void run() throws IOException;
    }
}
