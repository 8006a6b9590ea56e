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
        OutboxFolder daily = new OutboxFolder(folder.disk(), folder.resolve(FilesystemOutbox.DAILY));
        if (folder.disk().isFolder(daily.path())) {
            deleteFiles(daily, failures);
        }
        deleteFiles(folder, failures);
        failures.throwIfAny();
        deleteFolders(folder, daily);
    }

    private static void deleteFiles(OutboxFolder folder, Failures failures) throws IOException {
        for (String name : folder.names()) {
            try {
                if (OwnNames.isOurs(name) && !folder.disk().isFolder(folder.resolve(name))) {
                    folder.disk().delete(folder.resolve(name));
                }
            } catch (IOException e) {
                failures.add(e);
            }
        }
    }

    private static void deleteFolders(OutboxFolder folder, OutboxFolder daily) throws IOException {
        Path empty = folder.path();
        try {
            folder.disk().delete(daily.path());
            for (int i = 0; i < LEVELS && empty != null && folder.disk().isFolder(empty); i++) {
                folder.disk().delete(empty);
                empty = empty.getParent();
            }
        } catch (DirectoryNotEmptyException e) {
            // The application has files of its own there.
        }
    }
}
