package io.metriton.outbox.fs;

import io.metriton.api.Outbox.Durability;
import java.io.DataInputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A folder that one open outbox owns, {@code <owner>}, and beside it {@code <owner>.lock}, which is locked for as long as the
 * owner lives: the operating system gives the lock up however a process ends. Owners are named at random, so no name is ever
 * used again, and who has ended has ended for good.
 *
 * <p>The lock is there before the folder is, and after it is gone: a folder without one belongs to nobody.
 */
final class OwnFolder {
    static final String LOCK_ENDING = ".lock";

    /** Each try means that another process took the new lock file for one that was left behind. */
    private static final int MAX_TRIES = 100;

    private static final int UUID_LENGTH = 36;

    private final Disk disk;
    private final Path path;
    private final FileChannel lock;

    private OwnFolder(Disk disk, Path path, FileChannel lock) {
        this.disk = disk;
        this.path = path;
        this.lock = lock;
    }

    static OwnFolder create(Disk disk, Path root, Durability durability) throws IOException {
        disk.createFolders(root, durability);
        for (int i = 0; i < MAX_TRIES; i++) {
            OwnFolder own = tryCreate(disk, root.resolve(newName()), durability);
            if (own != null) {
                return own;
            }
        }
        throw new FileSystemException(root.toString(), null, "other processes keep taking new locks");
    }

    /** Random, but no secret: SecureRandom would cost a JVM that has just started some 20 ms. */
    private static String newName() {
        try (DataInputStream random = new DataInputStream(new FileInputStream("/dev/urandom"))) {
            return new UUID(random.readLong(), random.readLong()).toString();
        } catch (IOException e) { // An operating system without it.
            return UUID.randomUUID().toString();
        }
    }

    /** Whether a name may be that of an owner: a UUID in lower case. */
    static boolean isName(String name) {
        boolean is = name.length() == UUID_LENGTH;
        for (int i = 0; is && i < UUID_LENGTH; i++) {
            boolean dash = i == 8 || i == 13 || i == 18 || i == 23;
            is = dash ? name.charAt(i) == '-' : "0123456789abcdef".indexOf(name.charAt(i)) >= 0;
        }
        return is;
    }

    static Path lockOf(Path folder) {
        return folder.resolveSibling(nameOf(folder) + LOCK_ENDING);
    }

    static String nameOf(Path folder) {
        return String.valueOf(folder.getFileName());
    }

    Path path() {
        return path;
    }

    /** False if somebody removed the folder, or the lock file: then others take this owner for ended. */
    boolean isIntact() {
        return disk.isFolder(path) && disk.exists(lockOf(path));
    }

    /** Leaves what is there to others. */
    void close() throws IOException {
        try {
            removeIfEmpty(disk, path);
        } finally {
            release(lock, path);
        }
    }

    private static @Nullable OwnFolder tryCreate(Disk disk, Path path, Durability durability) throws IOException {
        LiveOwners.add(nameOf(path));
        FileChannel lock = null;
        OwnFolder own = null;
        try {
            lock = disk.create(lockOf(path));
            // Whoever found the file before it was locked may hold the lock, or have removed the file meanwhile.
            if (lock.tryLock() != null && disk.exists(lockOf(path))) {
                disk.createFolder(path);
                if (durability == Durability.POWER_LOSS) {
                    disk.force(path.resolveSibling(""));
                }
                own = new OwnFolder(disk, path, lock);
            }
            return own;
        } catch (IOException e) {
            if (lock != null) {
                removeLock(disk, path, e);
            }
            throw e;
        } finally {
            if (own == null) {
                release(lock, path);
            }
        }
    }

    private static void removeLock(Disk disk, Path path, IOException why) {
        try {
            disk.delete(lockOf(path));
        } catch (IOException e) {
            why.addSuppressed(e);
        }
    }

    private static void removeIfEmpty(Disk disk, Path path) throws IOException {
        try {
            disk.delete(path);
        } catch (DirectoryNotEmptyException e) {
            return; // For others to find.
        }
        disk.delete(lockOf(path));
    }

    /** In this order: until the file is closed, nobody else in this JVM may open it. */
    private static void release(@Nullable FileChannel lock, Path path) throws IOException {
        try {
            if (lock != null) {
                lock.close();
            }
        } finally {
            LiveOwners.remove(nameOf(path));
        }
    }
}
