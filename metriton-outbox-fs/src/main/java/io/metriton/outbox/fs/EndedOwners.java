package io.metriton.outbox.fs;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Finds the folders of owners that have ended, and removes them when they are empty. As an owner that has ended never comes
 * back, its lock need not be held to empty its folder: each file is moved or deleted by exactly one process, and to the
 * others it has vanished.
 */
final class EndedOwners {
    /**
     * A file lock belongs to the whole JVM, so its threads take turns: one that closes a lock file would give up the lock
     * that another holds. An interned string, because this class may be there several times.
     */
    private static final Object JVM_LOCK = "io.metriton.outbox.fs.EndedOwners".intern();

    /** See {@link #hasEnded}; mostly empty. */
    private static final List<FileChannel> NEVER_CLOSED = new ArrayList<>();

    private final Disk disk;
    private final Path root;

    EndedOwners(Disk disk, Path root) {
        this.disk = disk;
        this.root = root;
    }

    /**
     * The folders of those that have ended. Removes locks without a folder.
     *
     * @param failures to which is added whatever could not be looked at
     */
    List<Path> find(Failures failures) throws IOException {
        List<Path> ended = new ArrayList<>();
        for (String owner : owners()) {
            Path folder = root.resolve(owner);
            try {
                if (hasEnded(folder) && disk.isFolder(folder)) {
                    ended.add(folder);
                }
            } catch (IOException e) {
                failures.add(e);
            }
        }
        return ended;
    }

    /** Removes the folder of an owner that has ended, and its lock, if nothing is left in it. */
    void removeIfEmpty(Path folder) throws IOException {
        try {
            disk.delete(folder);
        } catch (DirectoryNotEmptyException e) {
            return;
        }
        hasEnded(folder);
    }

    private Set<String> owners() throws IOException {
        Set<String> owners = new TreeSet<>();
        try {
            for (String name : disk.names(root)) {
                String owner = name.endsWith(OwnFolder.LOCK_ENDING)
                        ? name.substring(0, name.length() - OwnFolder.LOCK_ENDING.length())
                        : name;
                if (OwnFolder.isName(owner)) {
                    owners.add(owner);
                }
            }
        } catch (NoSuchFileException e) {
            return Set.of(); // Nobody has used the outbox yet.
        }
        return owners;
    }

    /** Whether an owner has ended; removes its lock if there is no folder. */
    private boolean hasEnded(Path folder) throws IOException {
        synchronized (JVM_LOCK) {
            if (LiveOwners.contains(OwnFolder.nameOf(folder))) {
                return false;
            }
            FileChannel lock = openLock(folder);
            if (lock == null) {
                return true;
            }
            try {
                return isFree(lock, folder);
            } catch (OverlappingFileLockException e) {
                // It lives here, but somebody took the system properties away. To close this channel would end it.
                NEVER_CLOSED.add(lock);
                LiveOwners.add(OwnFolder.nameOf(folder));
                return false;
            } finally {
                if (!NEVER_CLOSED.contains(lock)) {
                    lock.close();
                }
            }
        }
    }

    private boolean isFree(FileChannel lock, Path folder) throws IOException {
        if (lock.tryLock() == null) {
            return false;
        }
        if (!disk.exists(folder)) {
            disk.delete(OwnFolder.lockOf(folder)); // While it is locked: an owner may just be starting.
        }
        return true;
    }

    private @Nullable FileChannel openLock(Path folder) throws IOException {
        try {
            return disk.open(OwnFolder.lockOf(folder));
        } catch (NoSuchFileException e) {
            return null;
        }
    }
}
