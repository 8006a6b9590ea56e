package io.metriton.outbox.fs;

import io.metriton.api.Outbox.Durability;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The reports of this process. Its folder is made for the first one. Confined to whoever holds the outbox's lock. */
final class OwnReports {
    private final Disk disk;
    private final Path root;
    private final Limits limits;
    private final Contents contents = new Contents();
    private @Nullable OwnFolder own;

    OwnReports(Disk disk, Path root, Limits limits) {
        this.disk = disk;
        this.root = root;
        this.limits = limits;
    }

    /** The keys of those that had to go: not before the new one is safe, and never the new one. */
    List<String> put(ReportName name, byte[] content, Durability durability, Instant now) throws IOException {
        write(folder(durability), name, content, durability);
        List<String> pushedOut = makeRoom(content.length, now);
        contents.add(name, content.length);
        return pushedOut;
    }

    void remove(String key) throws IOException {
        Optional<ReportName> name = contents.named(key);
        if (name.isPresent() && own != null) {
            disk.delete(own.path().resolve(name.get().file()));
            contents.remove(name.get());
        }
    }

    /** Moves a file here that an owner left that has ended. */
    void adopt(Path file, ReportName name, int size) throws IOException {
        disk.move(file, folder(Durability.POWER_LOSS).resolve(name.file()));
        contents.add(name, size);
    }

    boolean hasRoom(int moreReports, long moreBytes) {
        return contents.hasRoom(moreReports, moreBytes, limits);
    }

    void close() throws IOException {
        contents.clear();
        if (own != null) {
            OwnFolder closing = own;
            own = null;
            closing.close();
        }
    }

    /** Where to put files. If somebody removed it, what was in there is lost, or belongs to whoever finds it. */
    private Path folder(Durability durability) throws IOException {
        if (own != null && !own.isIntact()) {
            close();
        }
        if (own == null) {
            own = OwnFolder.create(disk, root, durability);
        }
        return own.path();
    }

    private void write(Path folder, ReportName name, byte[] content, Durability durability) throws IOException {
        Path temporary = folder.resolve(name.temporary());
        try {
            try (FileChannel channel = disk.create(temporary)) {
                disk.write(channel, content);
                if (durability == Durability.POWER_LOSS) {
                    disk.force(channel);
                }
            }
            disk.move(temporary, folder.resolve(name.file()));
        } catch (IOException e) {
            try {
                disk.delete(temporary);
            } catch (IOException again) {
                e.addSuppressed(again);
            }
            throw e;
        }
        if (durability == Durability.POWER_LOSS) {
            disk.force(folder);
        }
    }

    private List<String> makeRoom(int size, Instant now) {
        List<String> pushedOut = new ArrayList<>();
        while (own != null && !contents.isEmpty()) {
            ReportName oldest = contents.oldest();
            if (contents.hasRoom(1, size, limits) && !oldest.isOlderThan(limits.maxAge(), now)) {
                break;
            }
            contents.remove(oldest);
            pushedOut.add(oldest.key());
            try {
                disk.delete(own.path().resolve(oldest.file()));
            } catch (IOException e) {
                // The new report is safe, which counts; the old one is for a later process then.
            }
        }
        return pushedOut;
    }
}
