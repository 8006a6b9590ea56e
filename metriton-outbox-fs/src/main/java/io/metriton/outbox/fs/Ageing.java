package io.metriton.outbox.fs;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Removes what is too old. Stateless. */
final class Ageing {
    /** Earlier dates come from a device whose clock was not set yet, and say nothing of the age. */
    private static final Instant FIRST = Instant.ofEpochSecond(1_767_225_600); // The year 2026.

    private Ageing() {}

    /** Removes no report that another process is sending or a newer version wrote. Returns the keys of those removed. */
    static List<String> remove(OutboxFolder folder, Claims claims, Duration maxAge, Instant now) throws IOException {
        if (maxAge.compareTo(Duration.between(FIRST, now)) > 0) {
            return List.of(); // Nothing is that old; some people write "for ever" that way.
        }
        Instant oldest = now.minus(maxAge);
        List<String> removed = new ArrayList<>();
        Failures failures = new Failures();
        for (String each : folder.names()) {
            ReportName name = ReportName.parse(each);
            try {
                if (name != null
                        && isBefore(name, oldest)
                        && mayGo(folder, claims, name, now)
                        && folder.disk().delete(folder.resolve(each))) { // Else another process was faster.
                    claims.forget(name.key());
                    removed.add(name.key());
                }
            } catch (IOException e) { // Of this one: the others go.
                failures.add(e);
            }
        }
        if (removed.isEmpty()) {
            failures.throwIfAny();
        }
        return removed;
    }

    private static boolean isBefore(ReportName name, Instant oldest) {
        Instant created = Instant.ofEpochMilli(name.createdMillis());
        return created.isBefore(oldest) && !created.isBefore(FIRST);
    }

    private static boolean mayGo(OutboxFolder folder, Claims claims, ReportName name, Instant now) throws IOException {
        boolean isSent = name.isHeld(now.toEpochMilli()) && !claims.contains(name.key());
        if (isSent) {
            return false;
        }
        ReportFile.State state = ReportFile.read(folder, name).state();
        return state == ReportFile.State.WHOLE || state == ReportFile.State.DAMAGED;
    }
}
