package io.metriton.outbox.fs;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Path;

/** Deletes all that an outbox keeps. Stateless. */
final class Purge {
    /** The folder, {@code metriton}, and the application's. */
    private static final int LEVELS = 3;

    private Purge() {}

    static void run(OutboxFolder folder) throws IOException {
        Failures failures = new Failures();
        for (String name : folder.names()) {
            boolean ours = ReportName.parse(name) != null || ReportName.isTemporary(name) || DayFiles.isName(name);
            try {
                if (ours && !folder.disk().isFolder(folder.resolve(name))) {
                    folder.disk().delete(folder.resolve(name));
                }
            } catch (IOException e) {
                failures.add(e);
            }
        }
        failures.throwIfAny();
        Path empty = folder.path();
        try {
            for (int i = 0; i < LEVELS && empty != null && folder.disk().isFolder(empty); i++) {
                folder.disk().delete(empty);
                empty = empty.getParent();
            }
        } catch (DirectoryNotEmptyException e) {
            // The application has files of its own there.
        }
    }
}
