package io.metriton.outbox.fs;

import static java.util.Objects.requireNonNull;

import io.metriton.api.DailyStore;
import io.metriton.api.DayLog;
import io.metriton.api.Outbox;
import io.metriton.api.StoredReport;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps reports in files, one each, in one folder that any number of processes share. A report is in a file when {@link #put}
 * returns; with {@link Outbox.Durability#POWER_LOSS} it is forced to the disk, if the file system can do that. A report is
 * claimed by renaming its file to a name that carries the end of a lease of ten minutes, and no file is ever locked: so it
 * works where locks do not, a killed process leaves nothing behind but reports, and in doubt two processes send a report twice,
 * with one key.
 *
 * <p>At most 1,000 reports and 5 MiB of all processes, unless the builder says otherwise; the oldest make room when a report is
 * put. Nothing is removed for its age but by {@link #removeTooOld}. Files are made for the user alone (0600), and so are
 * folders that are missing (0700), where the file system knows that; folders that are there stay as they are. Files of other
 * names are left alone; reports of newer versions of this SDK are not read, and make room as others do; links, pipes and
 * folders are never opened. A folder of another user (but root) is not used, and a link in the place of the folder is followed
 * only if it belongs to root or to the user of the process; else all methods throw an IOException that says so.
 *
 * <p>What is in the folder when a container image is built is in every container that is made of it: each of them sends these
 * reports, with the same keys. Build images with telemetry off.
 *
 * <p>Touches nothing before it is used, and holds no file open. Thread-safe: one lock, which no other outbox shares, so a disk
 * that hangs stops this one only. To be closed, so that others need not wait for the leases to end.
 */
public final class FilesystemOutbox implements Outbox {
    /** The folder of the daily store, in that of the outbox. */
    static final String DAILY = "daily";

    private final Limits limits;
    private final Clock clock;
    private final OutboxFolder folder;

    private final Object lock = new Object();
    private final PutAllowance allowance = new PutAllowance();
    private final FilesystemDailyStore dailyStore;

    /** Made when they are needed: a run that only counts needs none of them. */
    private @Nullable Claims claims;

    private volatile @Nullable TakeOver takeOver;
    private @Nullable DayLog dayLog;
    private boolean closed;

    private FilesystemOutbox(Builder builder) {
        this.limits = new Limits(builder.maxReports, builder.maxBytes, builder.maxAge);
        this.clock = builder.clock;
        this.folder = new OutboxFolder(builder.disk, builder.root);
        this.dailyStore = new FilesystemDailyStore(new OutboxFolder(folder, DAILY));
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
     * Keeps a report: writes a file, renames it when it is complete, and forces it to the disk if it is to survive a loss of
     * power. Then the oldest reports in the folder are removed if there are too many, those that a process has claimed last;
     * of many reports in a second, only as often as the free room demands.
     *
     * @return the keys of the reports that were removed, of whatever process; mostly none, at most 64
     * @throws IOException if the report alone is over the bound, the folder cannot be written to or belongs to another user,
     *     or the outbox is closed; nothing is left of the report then
     */
    @Override
    public List<String> put(StoredReport report, Durability durability) throws IOException {
        byte[] content = ReportFormat.encode(requireNonNull(report, "report"));
        if (!limits.allow(1, content.length)) {
            throw new IOException("the report takes " + content.length + " bytes, and the outbox keeps "
                    + limits.maxBytes() + ": raise maxBytes, or report less");
        }
        ReportName name = ReportName.of(report, content.length);
        synchronized (lock) {
            requireOpen();
            try {
                folder.write(name.file(), name.temporary(), content, durability);
            } catch (IOException e) {
                throw Failures.told("a report cannot be kept", folder.path(), e);
            }
            claims().add(name);
            return allowance.take(content.length, clock.millis()) ? List.of() : makeRoom(name);
        }
    }

    private Claims claims() {
        Claims made = claims == null ? new Claims(folder) : claims;
        claims = made;
        return made;
    }

    private TakeOver takeOver() {
        TakeOver made = takeOver == null ? new TakeOver(folder, claims()) : takeOver;
        takeOver = made;
        return made;
    }

    private List<String> makeRoom(ReportName newest) {
        Eviction eviction = new Eviction(folder, limits);
        try {
            List<String> names = folder.names();
            Leftovers.remove(folder, names, clock.millis());
            eviction.run(names, newest, clock.millis());
            allowance.renew(eviction.freeReports(), eviction.freeBytes(), clock.millis());
        } catch (IOException e) {
            // The new report is kept. The next put tries again to make room.
        }
        for (String key : eviction.removedKeys()) {
            claims().forget(key);
        }
        return eviction.removedKeys();
    }

    /**
     * Claims a report that this outbox has put or taken over, for ten minutes; by this, a claim that has run for more than half
     * of that is renewed.
     *
     * @return false if another process has claimed or removed it, and if this outbox does not know it
     * @throws IOException if the file cannot be renamed, or the outbox is closed
     */
    @Override
    public boolean claim(String key) throws IOException {
        requireNonNull(key, "key");
        synchronized (lock) {
            requireOpen();
            try {
                return claims().claim(key, clock.millis());
            } catch (IOException e) {
                throw Failures.told("a report cannot be claimed", folder.path(), e);
            }
        }
    }

    @Override
    public void release(String key) throws IOException {
        requireNonNull(key, "key");
        synchronized (lock) {
            try {
                claims().release(key);
            } catch (IOException e) {
                throw Failures.told("a report cannot be released", folder.path(), e);
            }
        }
    }

    /**
     * Removes a report that this outbox has put or taken over, also if another process has claimed it since. Does nothing for
     * other keys, and when the outbox is closed.
     *
     * @throws IOException if the file cannot be deleted
     */
    @Override
    public void remove(String key) throws IOException {
        requireNonNull(key, "key");
        synchronized (lock) {
            try {
                claims().remove(key);
            } catch (IOException e) {
                throw Failures.told("a report cannot be removed", folder.path(), e);
            }
        }
    }

    /**
     * Claims what other processes left, the oldest first: what is not claimed, unless it is younger than five seconds,
     * and what was claimed by a process that died, ten minutes later. Damaged reports are removed.
     *
     * @throws IOException if nothing could be taken over because something could not be read or moved, if the folder
     *     belongs to another user, or if the outbox is closed
     */
    @Override
    public TakenOver takeOver(URI endpoint, int max) throws IOException {
        requireNonNull(endpoint, "endpoint");
        synchronized (lock) {
            requireOpen();
            try {
                return max <= 0 ? new TakenOver(List.of(), 0) : takeOver().run(endpoint, max, clock.millis());
            } catch (IOException e) {
                throw Failures.told("reports of earlier runs cannot be taken over", folder.path(), e);
            }
        }
    }

    /**
     * Removes reports that are older than the builder says. Reports that another process is sending stay, and so do those
     * whose time is before 2026: a device made them before it knew the time, so their age is not known.
     *
     * @throws IOException if the folder cannot be read, or the outbox is closed
     */
    @Override
    public List<String> removeTooOld(Instant now) throws IOException {
        requireNonNull(now, "now");
        synchronized (lock) {
            requireOpen();
            try {
                return Ageing.remove(folder, claims(), limits.maxAge(), now);
            } catch (IOException e) {
                throw Failures.told("reports that are too old cannot be removed", folder.path(), e);
            }
        }
    }

    /**
     * Keeps the dates in small files beside the reports. A file that is damaged counts as empty; one of a newer version of
     * this SDK is left alone, and is an IOException. Works also when the outbox is closed.
     *
     * @return never empty
     */
    @Override
    public Optional<DayLog> dayLog() {
        synchronized (lock) {
            DayLog made = dayLog == null ? new FilesystemDayLog(folder, clock, lock) : dayLog;
            dayLog = made;
            return Optional.of(made);
        }
    }

    /**
     * Keeps counts and drafts in a folder below that of the reports, {@code daily}. A file that is damaged counts as empty, and
     * {@link #problem} says so; one of a newer version of this SDK is left alone, and is an IOException. Works also when the
     * outbox is closed.
     *
     * @return never empty
     */
    @Override
    public Optional<DailyStore> dailyStore() {
        return Optional.of(dailyStore);
    }

    /**
     * What {@link #takeOver} saw last: files of newer versions, files that cannot be read, files that are no reports. Else
     * whether counts were damaged.
     *
     * @return empty if there is nothing of the kind
     */
    @Override
    public Optional<String> problem() {
        TakeOver made = takeOver;
        Optional<String> reports = made == null ? Optional.empty() : made.problem();
        return reports.isPresent() ? reports : dailyStore.problem();
    }

    /**
     * The folder.
     *
     * @return its absolute path, also if it does not exist
     */
    @Override
    public String location() {
        return folder.path().toString();
    }

    /** Gives up all claims, by one renaming each, so that others need not wait for the leases to end. Idempotent. */
    @Override
    public void close() {
        synchronized (lock) {
            closed = true;
            if (claims != null) {
                claims.close();
            }
        }
    }

    private void requireOpen() throws IOException {
        if (closed) {
            throw new IOException("the outbox in " + folder.path() + " is closed");
        }
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
         * How many reports are kept, of all processes together; 1,000 by default.
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
         * How many bytes the files may have, of all processes together; 5 MiB by default.
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
         * How old a report may become; 30 days by default. Looked at by {@link #removeTooOld} alone.
         *
         * @param maxAge from the time at which it was made
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
