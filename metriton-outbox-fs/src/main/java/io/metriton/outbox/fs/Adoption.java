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
import java.util.List;
import java.util.Optional;

/**
 * One take-over: lists what owners left that have ended, reads the oldest reports for one endpoint, and moves them to the
 * own folder. At every moment another process may do the same. Confined to one thread, and used once.
 */
final class Adoption {
    private final Disk disk;
    private final OwnReports own;
    private final Limits limits;
    private final Instant now;
    private final Failures failures = new Failures();
    private int discarded;

    Adoption(Disk disk, OwnReports own, Limits limits, Instant now) {
        this.disk = disk;
        this.own = own;
        this.limits = limits;
        this.now = now;
    }

    /** A file that is nobody's. */
    private record Left(Path path, ReportName name) {}

    /** A file that was read. */
    private record Found(Left left, StoredReport report, int size) {}

    Outbox.TakenOver run(EndedOwners owners, URI endpoint, int max) throws IOException {
        List<Path> folders = owners.find(failures);
        List<Left> left = new ArrayList<>();
        for (Path folder : folders) {
            left.addAll(sweep(folder, ReportName.hash(endpoint)));
        }
        left.sort((a, b) -> a.name().compareTo(b.name()));
        List<StoredReport> adopted = adopt(choose(left, endpoint, max));
        for (Path folder : folders) {
            attempt(() -> owners.removeIfEmpty(folder));
        }
        if (adopted.isEmpty() && discarded == 0) {
            failures.throwIfAny(); // Else what could be done counts; the rest will be looked at the next time.
        }
        return new Outbox.TakenOver(adopted, discarded);
    }

    /** Removes what is too old, and what was not finished; what is left for an endpoint. */
    private List<Left> sweep(Path folder, String endpointHash) {
        List<Left> left = new ArrayList<>();
        for (String file : names(folder)) {
            Path path = folder.resolve(file);
            Optional<ReportName> name = ReportName.parse(file);
            if (name.isEmpty()) {
                if (ReportName.isTemporary(file) && disk.isFile(path)) {
                    attempt(() -> disk.delete(path));
                }
            } else if (name.get().isOlderThan(limits.maxAge(), now)) {
                discard(path);
            } else if (name.get().endpointHash().equals(endpointHash)) {
                left.add(new Left(path, name.get()));
            }
        }
        return left;
    }

    private List<String> names(Path folder) {
        try {
            return disk.names(folder);
        } catch (IOException e) {
            failures.add(e);
            return Collections.emptyList();
        }
    }

    /** Reads no more than it needs to; the oldest of those that do not fit go. */
    private Deque<Found> choose(List<Left> left, URI endpoint, int max) {
        Deque<Found> chosen = new ArrayDeque<>();
        long bytes = 0;
        int fine = 0;
        for (int i = 0; i < left.size() && fine < max; i++) {
            Optional<Found> found = read(left.get(i), endpoint);
            if (found.isPresent()) {
                fine++;
                chosen.add(found.get());
                bytes += found.get().size();
            }
            while (!chosen.isEmpty() && !own.hasRoom(chosen.size(), bytes)) {
                Found oldest = chosen.remove();
                bytes -= oldest.size();
                discard(oldest.left().path());
            }
        }
        return chosen;
    }

    /** A report for this endpoint; empty if it is none, or damaged, which is its end. */
    private Optional<Found> read(Left left, URI endpoint) {
        byte[] content;
        try {
            if (!disk.isFile(left.path())) {
                return Optional.empty(); // A link, or a pipe: not ours.
            }
            content = disk.read(left.path(), ReportFormat.MAX_BYTES + 1);
        } catch (IOException e) {
            failures.add(e);
            return Optional.empty();
        }
        if (ReportFormat.isOfAnotherVersion(content)) {
            return Optional.empty();
        }
        Optional<StoredReport> report =
                ReportFormat.decode(content).filter(each -> ReportName.of(each).equals(left.name()));
        if (report.isEmpty()) {
            discard(left.path());
        }
        return report.filter(each -> each.endpoint().equals(endpoint)) // Hashes of two endpoints may be the same.
                .map(each -> new Found(left, each, content.length));
    }

    private List<StoredReport> adopt(Deque<Found> chosen) {
        List<StoredReport> adopted = new ArrayList<>();
        for (Found each : chosen) {
            attempt(() -> {
                own.adopt(each.left().path(), each.left().name(), each.size());
                adopted.add(each.report());
            });
        }
        return adopted;
    }

    private void discard(Path path) {
        attempt(() -> {
            if (disk.isFile(path) && disk.delete(path)) {
                discarded++;
            }
        });
    }

    private interface Step {
        void run() throws IOException;
    }

    private void attempt(Step step) {
        try {
            step.run();
        } catch (IOException e) {
            failures.add(e);
        }
    }
}
