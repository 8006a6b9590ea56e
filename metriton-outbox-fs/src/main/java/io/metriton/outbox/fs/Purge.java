package io.metriton.outbox.fs;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Deletes all that an outbox keeps. Stateless. */
final class Purge {
    /** The folder, {@code metriton}, and the application's. */
    private static final int LEVELS = 3;

    private Purge() {}

    static void run(OutboxFolder folder) throws IOException {
        Failures failures = new Failures();
        OutboxFolder daily = new OutboxFolder(folder, FilesystemOutbox.DAILY);
        boolean hasDaily = Files.isDirectory(daily.path()); // A link to one, too, which the store follows.
        if (hasDaily) {
            deleteFiles(daily, failures);
        }
        deleteFiles(folder, failures);
        failures.throwIfAny();
        deleteFolders(folder, hasDaily ? daily : null);
    }

    private static void deleteFiles(OutboxFolder folder, Failures failures) throws IOException {
        DayFiles days = new DayFiles(folder);
        for (String name : folder.names()) {
            try {
                if (OwnNames.isOurs(name)
                        && folder.isFile(name)
                        && (!DayFiles.isDays(name) || days.mayHoldDates(name))) {
                    folder.disk().delete(folder.resolve(name));
                }
            } catch (IOException e) {
                failures.add(e);
            }
        }
    }

    private static void deleteFolders(OutboxFolder folder, @Nullable OutboxFolder daily) throws IOException {
        Path empty = folder.path();
        try {
            if (daily != null) {
                folder.disk().delete(daily.path());
            }
            for (int i = 0; i < LEVELS && empty != null && folder.disk().isFolder(empty); i++) {
                folder.disk().delete(empty);
                empty = empty.getParent();
            }
        } catch (DirectoryNotEmptyException e) {
            // The application has files of its own there.
        }
    }
}
