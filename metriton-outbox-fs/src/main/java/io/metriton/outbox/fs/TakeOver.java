package io.metriton.outbox.fs;

import io.metriton.api.Outbox.TakenOver;
import io.metriton.api.StoredReport;
import java.io.IOException;
import java.net.URI;
import java.nio.file.AccessDeniedException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Claims what other processes left: unclaimed, or claimed by one that died. Reads no more than what it takes. What it cannot
 * take it remembers, so that it is looked at once. Guarded by the outbox's lock, but for {@link #problem}.
 */
final class TakeOver {
    /** For this long a report is left to the process that put it, which is about to send it. */
    private static final Duration YOUNG = Duration.ofSeconds(5);

    /** So long after a failure a report is looked at again. */
    private static final Duration AGAIN = Duration.ofMinutes(1);

    private static final String NEWER = "of a newer version of this SDK, left alone";
    private static final String UNREADABLE = "that this user cannot read";
    private static final String FAILED = "that could not be taken over a moment ago";
    private static final String FOREIGN = "with the name of a report and other content, left alone";

    /** A folder with many reports is listed once for so many, not for each few that are asked for. */
    private static final int MAX_SEEN = 1_000;

    private final OutboxFolder folder;
    private final Claims claims;

    /** The oldest reports of the last listing that were not looked at yet. Other processes may have taken them since. */
    private final Deque<ReportName> seen = new ArrayDeque<>();

    private final Map<String, String> skipped = new HashMap<>();

    /** What could not be taken over, and when. */
    private final Map<String, Long> failed = new HashMap<>();

    private volatile Optional<String> problem = Optional.empty();

    TakeOver(OutboxFolder folder, Claims claims) {
        this.folder = folder;
        this.claims = claims;
    }

    TakenOver run(URI endpoint, int max, long now) throws IOException {
        failed.values().removeIf(since -> Math.abs(now - since) > AGAIN.toMillis());
        String endpointHash = ReportName.hash(endpoint);
        List<StoredReport> taken = new ArrayList<>();
        Failures failures = new Failures();
        int discarded = 0;
        boolean listed = false;
        while (taken.size() < max) {
            ReportName next = seen.poll();
            if (next == null) {
                if (listed || !list(endpointHash, Math.max(max, MAX_SEEN), now, failures)) {
                    break;
                }
                listed = true;
            } else if (isLeft(next, endpointHash, now)) {
                try {
                    discarded += take(next, endpoint, now, taken) ? 1 : 0;
                } catch (IOException e) { // Of a disk, or a folder that is read-only: it may pass.
                    failures.add(e);
                    if (!skipped.containsKey(next.file())) {
                        failed.put(next.file(), now);
                    }
                }
            }
        }
        problem = describe();
        if (taken.isEmpty() && discarded == 0) {
            failures.throwIfAny();
        }
        return new TakenOver(taken, discarded);
    }

    /** Looks what is in the folder; all of it, as names come in no order. False if it cannot be read now. */
    private boolean list(String endpointHash, int most, long now, Failures failures) {
        List<String> names;
        try {
            names = folder.names();
        } catch (IOException e) { // What was taken before is to be given back all the same.
            failures.add(e);
            return false;
        }
        Leftovers.remove(folder, names, now);
        skipped.keySet().retainAll(names);
        List<ReportName> left = new ArrayList<>();
        for (String each : names) {
            ReportName name = ReportName.parse(each);
            if (name != null && isLeft(name, endpointHash, now)) {
                left.add(name);
            }
        }
        left.sort(null);
        seen.addAll(left.subList(0, Math.min(left.size(), most)));
        return true;
    }

    private boolean isLeft(ReportName name, String endpointHash, long now) {
        return name.endpointHash().equals(endpointHash)
                && (name.isClaimed() ? !name.isHeld(now) : !isYoung(name, now))
                && !claims.contains(name.key())
                && !skipped.containsKey(name.file())
                && !failed.containsKey(name.file());
    }

    /** What is wrong with what was seen last. */
    Optional<String> problem() {
        return problem;
    }

    /** What was made in the future, by a clock that was wrong, is not young. */
    private static boolean isYoung(ReportName name, long now) {
        return name.createdMillis() <= now && now - name.createdMillis() < YOUNG.toMillis();
    }

    /** True if it was damaged, and is discarded. */
    private boolean take(ReportName name, URI endpoint, long now, List<StoredReport> taken) throws IOException {
        ReportFile file = read(name);
        StoredReport report = file.report();
        switch (file.state()) {
            case WHOLE -> {
                boolean isForEndpoint = report != null && report.endpoint().equals(endpoint);
                if (isForEndpoint && claims.take(name, now)) { // Else the hash of another endpoint is the same.
                    taken.add(report);
                }
            }
            case NEWER -> skipped.put(name.file(), NEWER);
            case FOREIGN -> skipped.put(name.file(), FOREIGN);
            case DAMAGED -> {
                return folder.disk().delete(folder.resolve(name));
            }
            case GONE -> {}
        }
        return false;
    }

    private ReportFile read(ReportName name) throws IOException {
        try {
            return ReportFile.read(folder, name);
        } catch (AccessDeniedException e) {
            skipped.put(name.file(), UNREADABLE);
            throw e;
        }
    }

    private Optional<String> describe() {
        Collection<String> reasons = skipped.values();
        StringBuilder text = new StringBuilder();
        for (String reason : List.of(NEWER, UNREADABLE, FOREIGN)) {
            int count = 0;
            for (String each : reasons) {
                count += each.equals(reason) ? 1 : 0;
            }
            if (count > 0) {
                text.append(text.length() == 0 ? "" : "; ")
                        .append(count)
                        .append(count == 1 ? " file " : " files ")
                        .append(reason);
            }
        }
        if (!failed.isEmpty()) {
            text.append(text.length() == 0 ? "" : "; ")
                    .append(failed.size())
                    .append(failed.size() == 1 ? " file " : " files ")
                    .append(FAILED);
        }
        return text.length() == 0 ? Optional.empty() : Optional.of(folder.path() + ": " + text);
    }
}
