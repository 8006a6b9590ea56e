package io.metriton.outbox.fs;

import io.metriton.api.StoredReport;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is in a file that has the name of a report.
 *
 * @param report null if it is not {@link State#WHOLE}
 */
record ReportFile(State state, @Nullable StoredReport report) {

    enum State {
        WHOLE,
        /** A report once. */
        DAMAGED,
        /** Of a newer version, which alone may say what is wrong with it. */
        NEWER,
        /** No regular file, or no report. */
        FOREIGN,
        /** Another process was faster. */
        GONE
    }

    /** Reads a regular file; whatever else has that name, a link or a pipe, is not opened. */
    static ReportFile read(OutboxFolder folder, ReportName name) throws IOException {
        try {
            long size = folder.disk().size(folder.resolve(name));
            if (size < 0) {
                return new ReportFile(State.FOREIGN, null);
            }
            int length = size <= ReportFormat.MAX_BYTES ? ReportFormat.MAX_BYTES : ReportFormat.HEAD_BYTES;
            return of(name, folder.disk().read(folder.resolve(name), length));
        } catch (NoSuchFileException e) {
            return new ReportFile(State.GONE, null);
        }
    }

    private static ReportFile of(ReportName name, byte[] content) {
        if (ReportFormat.isOfAnotherVersion(content)) {
            return new ReportFile(State.NEWER, null);
        }
        Optional<StoredReport> report = ReportFormat.decode(content);
        if (report.isPresent() && ReportName.of(report.get(), 0).head().equals(name.head())) {
            return new ReportFile(State.WHOLE, report.get());
        }
        return new ReportFile(ReportFormat.isRemains(content) ? State.DAMAGED : State.FOREIGN, null);
    }
}
