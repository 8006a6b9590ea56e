package io.metriton.outbox.fs;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
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

    void throwIfAny() throws IOException {
        if (first != null) {
            throw first;
        }
    }
}
