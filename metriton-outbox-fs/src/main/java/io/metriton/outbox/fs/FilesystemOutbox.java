package io.metriton.outbox.fs;

import static java.util.Objects.requireNonNull;

import io.metriton.api.Outbox;
import io.metriton.api.StoredReport;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/**
 * Keeps reports in files, one each, below a folder that any number of processes may share. A report is on disk when
 * {@link #put} returns, also after a power failure if the file system can do that. What a process leaves, however it ends,
 * the others take over, each report by one of them.
 *
 * <p>At most 1,000 reports and 5 MiB, of a process or left by others, and for at most 30 days, unless the builder says
 * otherwise; the oldest make room. What others left and is over these bounds, or damaged, {@link #takeOver} deletes. Files and folders are made for
 * the user alone (0600, 0700 where the file system knows that). Files of other names are
 * left alone, and so are reports of newer versions within these bounds; links are not followed.
 *
 * <p>Touches nothing before the first {@link #put} or {@link #takeOver}; only the former, or finding something, makes
 * folders. Thread-safe. To be closed; if it is not, others take over when the process has ended.
 */
public final class FilesystemOutbox implements Outbox {
    private final Path root;
    private final Limits limits;
    private final Clock clock;

    private final Object lock = new Object();
    private final OwnReports own;
    private final Leftovers leftovers;
    private boolean closed;

    private FilesystemOutbox(Builder builder) {
        this.root = builder.root;
        this.limits = new Limits(builder.maxReports, builder.maxBytes, builder.maxAge);
        this.clock = builder.clock;
        Disk disk = builder.disk;
        this.own = new OwnReports(disk, root, limits);
        this.leftovers = new Leftovers(disk, root, own, limits);
    }

    /**
     * Starts an outbox.
     *
     * @param folder made when it is needed, for this purpose alone
     * @return a new builder
     */
    public static Builder builder(Path folder) {
        return new Builder(requireNonNull(folder, "folder").toAbsolutePath());
    }

    /**
     * Keeps a report: writes a file, and renames it when it is complete, and on disk if it is to survive a loss of power.
     *
     * @return the keys of this process's oldest reports that had to go: for want of room, or because they are too old;
     *     mostly none
     * @throws IOException if the report alone is over the bound, the folder cannot be written to, or the outbox is closed;
     *     nothing is left of the report then
     */
    @Override
    public List<String> put(StoredReport report, Durability durability) throws IOException {
        byte[] content = ReportFormat.encode(requireNonNull(report, "report"));
        if (!limits.allow(1, content.length)) {
            throw new IOException("the report takes " + content.length + " bytes, and the outbox keeps "
                    + limits.maxBytes() + ": raise maxBytes, or report less");
        }
        synchronized (lock) {
            requireOpen();
            try {
                return own.put(ReportName.of(report), content, durability, clock.instant());
            } catch (IOException e) {
                throw failed("a report cannot be kept", e);
            }
        }
    }

    @Override
    public void remove(String key) throws IOException {
        requireNonNull(key, "key");
        synchronized (lock) {
            try {
                own.remove(key);
            } catch (IOException e) {
                throw failed("a report cannot be removed", e);
            }
        }
    }

    /**
     * Takes over what processes left that have ended, the oldest first. If all that was left, for whatever endpoint, exceeds
     * the bounds together with the reports of this process, the oldest of it is deleted.
     *
     * @throws IOException if nothing could be taken over because something could not be read or moved, or if the outbox is
     *     closed
     */
    @Override
    public TakenOver takeOver(URI endpoint, int max) throws IOException {
        requireNonNull(endpoint, "endpoint");
        synchronized (lock) {
            requireOpen();
            try {
                return leftovers.takeOver(endpoint, max, clock.instant());
            } catch (IOException e) {
                throw failed("reports of earlier runs cannot be taken over", e);
            }
        }
    }

    /**
     * The folder.
     *
     * @return its absolute path, also if it does not exist
     */
    @Override
    public String location() {
        return root.toString();
    }

    @Override
    public void close() {
        synchronized (lock) {
            closed = true;
            try {
                own.close();
            } catch (IOException e) {
                // At most an empty folder stays, until somebody takes over.
            }
        }
    }

    private void requireOpen() throws IOException {
        if (closed) {
            throw new IOException("the outbox in " + root + " is closed");
        }
    }

    /** The same for each report, so that it is logged once; names of files hold keys. */
    private IOException failed(String what, IOException e) {
        String cause = e.getClass() == IOException.class ? String.valueOf(e.getMessage()) : e.toString();
        if (e instanceof FileSystemException failure) {
            String reason = failure.getReason();
            cause = e.getClass().getSimpleName() + (reason == null ? "" : ": " + reason);
        }
        return new IOException(
                what + " in " + root + " (" + cause
                        + "): make the folder writable and leave room on its disk, or use another",
                e);
    }

    /** Makes an outbox. Not thread-safe. */
    public static final class Builder {
        private final Path root;
        private int maxReports = 1_000;
        private long maxBytes = 5L * 1024 * 1024;
        private Duration maxAge = Duration.ofDays(30);
        private Clock clock = Clock.systemUTC();
        private Disk disk = new Disk();

        private Builder(Path root) {
            this.root = root;
        }

        /**
         * How many reports are kept; 1,000 by default. Processes that run at the same time may keep so many each.
         *
         * @param maxReports at least 1
         * @return this
         * @throws IllegalArgumentException if it is not positive
         */
        public Builder maxReports(int maxReports) {
            if (maxReports <= 0) {
                throw new IllegalArgumentException("maxReports must be positive, not " + maxReports);
            }
            this.maxReports = maxReports;
            return this;
        }

        /**
         * How many bytes the files may have; 5 MiB by default. Processes that run at the same time may keep so many each.
         *
         * @param maxBytes more than the largest report, which has some 200 bytes beside its body
         * @return this
         * @throws IllegalArgumentException if it is not positive
         */
        public Builder maxBytes(long maxBytes) {
            if (maxBytes <= 0) {
                throw new IllegalArgumentException("maxBytes must be positive, not " + maxBytes);
            }
            this.maxBytes = maxBytes;
            return this;
        }

        /**
         * How old a report may become; 30 days by default. Looked at whenever a report is put or taken over.
         *
         * @param maxAge by the clock of the machine
         * @return this
         * @throws IllegalArgumentException if it is not positive
         */
        public Builder maxAge(Duration maxAge) {
            if (maxAge.isNegative() || maxAge.isZero()) {
                throw new IllegalArgumentException("maxAge must be positive, not " + maxAge);
            }
            this.maxAge = maxAge;
            return this;
        }

        Builder clock(Clock clock) {
            this.clock = clock;
            return this;
        }

        Builder disk(Disk disk) {
            this.disk = disk;
            return this;
        }

        /**
         * Makes the outbox. Touches nothing.
         *
         * @return a new outbox
         */
        public FilesystemOutbox build() {
            return new FilesystemOutbox(this);
        }
    }
}
