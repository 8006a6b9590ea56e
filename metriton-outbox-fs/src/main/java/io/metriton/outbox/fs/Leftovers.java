package io.metriton.outbox.fs;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** Removes files that processes began and did not finish, as they were killed. Stateless. */
final class Leftovers {
    /** What is older and not finished belongs to a process that ended. */
    private static final Duration UNFINISHED = Duration.ofMinutes(10);

    private static final int MAX_REMOVED = 64;

    private Leftovers() {}

    /**
     * Removes at most {@value #MAX_REMOVED}.
     *
     * @param names of what is in the folder
     * @param now in milliseconds, by the clock that dates the files
     */
    static void remove(OutboxFolder folder, List<String> names, long now) {
        int removed = 0;
        for (int i = 0; i < names.size() && removed < MAX_REMOVED; i++) {
            String name = names.get(i);
            if (!OwnNames.isTemporary(name)) {
                continue;
            }
            try {
                boolean old = folder.isFile(name)
                        && folder.disk().modified(folder.resolve(name)) < now - UNFINISHED.toMillis();
                if (old) {
                    folder.disk().delete(folder.resolve(name));
                    removed++;
                }
            } catch (IOException e) {
                // It does no harm; the next put tries again.
            }
        }
    }
}
