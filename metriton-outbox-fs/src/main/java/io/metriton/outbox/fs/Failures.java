package io.metriton.outbox.fs;

import io.metriton.api.support.UnusablePlaceException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** What went wrong with some files while others could be dealt with. Confined to one thread. */
final class Failures {
    private @Nullable IOException first;

    /** That a file has vanished is none: another process was faster. */
    void add(IOException failure) {
        if (failure instanceof NoSuchFileException) {
            return;
        }
        if (first == null) {
            first = failure;
        } else {
            first.addSuppressed(failure);
        }
    }

    /** A message without the file's name, which holds a key: the same for each file, so that it is logged once. */
    static IOException told(String what, Path folder, IOException e) {
        if (e instanceof UnusablePlaceException) { // Says itself what to do.
            return new IOException(what + " in " + folder + ": " + e.getMessage(), e);
        }
        String cause = e.getClass() == IOException.class ? String.valueOf(e.getMessage()) : e.toString();
        if (e instanceof FileSystemException failure) {
            String reason = failure.getReason();
            cause = e.getClass().getSimpleName() + (reason == null ? "" : ": " + reason);
        }
        return new IOException(
                what + " in " + folder + " (" + cause
                        + "): make the folder writable and leave room on its disk, or use another",
                e);
    }

    void throwIfAny() throws IOException {
        if (first != null) {
            throw first;
        }
    }
}
