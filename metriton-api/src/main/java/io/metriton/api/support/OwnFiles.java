package io.metriton.api.support;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/**
 * Keeps a program to files of its own user. A program that runs as root with the home of another user (as
 * {@code sudo -E} starts it) must leave nothing there that this user cannot change later, and must not be led elsewhere by a
 * link that somebody else put there.
 *
 * <p>Thread-safe; remembers the user of the process, and nothing else. Each method blocks on the file system. Where the file
 * system knows no numbers of users, as on Windows, nothing is refused.
 */
public final class OwnFiles {
    private static final long ROOT = 0;
    private static final long UNKNOWN = -1;
    private static final long UNREAD = -2;

    /** Of the kernel, for users that it cannot name. */
    private static final long NOBODY = 65_534;

    private static volatile long known = UNREAD;

    private OwnFiles() {}

    /**
     * Refuses a folder that belongs to somebody else. For a process whose effective user is root: if the nearest ancestor
     * that exists (the folder itself counts) belongs to another user, or if a link on the way to it does. For all processes:
     * if the folder, or one of the next above it, is a link that belongs neither to root nor to the user of the process.
     *
     * @param folder need not exist
     * @param levels how many folders are looked at for links, from this one upwards
     * @throws UnusablePlaceException if it is refused
     * @throws IOException if that cannot be found out
     */
    public static void requireOwnFolder(Path folder, int levels) throws IOException {
        if (!hasNumbersOfUsers(folder)) {
            return;
        }
        long user = effectiveUser();
        boolean found = user != ROOT;
        int level = 0;
        for (Path each = folder; each != null && (level < levels || user == ROOT); each = each.getParent()) {
            level++;
            if (Files.isSymbolicLink(each)) {
                requireOwnedLink(each);
            }
            if (!found && Files.exists(each)) {
                found = true;
                if (owner(each) != ROOT) {
                    throw new UnusablePlaceException(
                            each + " belongs to another user, and this process runs as root: run it as"
                                    + " that user, or set HOME to a folder of root's");
                }
            }
        }
    }

    /**
     * Refuses a folder that belongs neither to root nor to the user of the process: its owner could read what is put there,
     * and put links in the place of files. Where users are not known by their numbers (as in a container without root, where
     * those of others are 65534), nothing is refused.
     *
     * @param folder is there
     * @throws UnusablePlaceException if it is refused
     * @throws IOException if that cannot be found out
     */
    public static void requireOwner(Path folder) throws IOException {
        if (!hasNumbersOfUsers(folder)) {
            return;
        }
        long owner = owner(folder);
        if (owner != ROOT && owner != NOBODY && !isOfThisUser(folder, owner)) {
            throw new UnusablePlaceException(folder + " belongs to another user: make it this user's, or set"
                    + " XDG_STATE_HOME to a folder of this user's");
        }
    }

    /**
     * Refuses a link that belongs neither to root nor to the user of the process.
     *
     * @param link a symbolic link
     * @throws UnusablePlaceException if it is refused
     * @throws IOException if that cannot be found out, as the link has vanished
     */
    public static void requireOwnLink(Path link) throws IOException {
        if (hasNumbersOfUsers(link)) {
            requireOwnedLink(link);
        }
    }

    private static void requireOwnedLink(Path link) throws IOException {
        long owner = owner(link, LinkOption.NOFOLLOW_LINKS);
        if (owner != ROOT && !isOfThisUser(link, owner)) {
            throw new UnusablePlaceException(link + " is a link of another user, which is not followed: remove it");
        }
    }

    /** By its number; by name where that of this process is not known. */
    private static boolean isOfThisUser(Path path, long owner) throws IOException {
        long user = effectiveUser();
        return user == UNKNOWN
                ? Files.getOwner(path, LinkOption.NOFOLLOW_LINKS).getName().equals(System.getProperty("user.name"))
                : owner == user;
    }

    /**
     * Makes a folder and those above it that are missing. Those that are there stay as they are.
     *
     * @param folder need not exist
     * @param permissions of what is made, as {@code rwx------}, where the file system knows them
     * @return what was made, the topmost first; not what another process made meanwhile
     * @throws IOException if it cannot be made
     */
    public static List<Path> createFolders(Path folder, String permissions) throws IOException {
        List<Path> made = new ArrayList<>();
        createFolders(folder, permissions, made);
        return made;
    }

    private static void createFolders(Path folder, String permissions, List<Path> made) throws IOException {
        if (Files.isDirectory(folder)) { // Asked first: early JDK 17 refuses a link to a folder (JDK-8294193).
            return;
        }
        Path parent = folder.getParent();
        if (parent != null) {
            createFolders(parent, permissions, made);
        }
        try {
            Files.createDirectory(folder, mode(folder, permissions));
            made.add(folder);
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(folder)) {
                throw e;
            }
        }
    }

    /**
     * What to pass to {@link Files#createFile} and its like.
     *
     * @param path what is to be made
     * @param permissions as {@code rw-------}
     * @return nothing where the file system does not know permissions
     */
    public static FileAttribute<?>[] mode(Path path, String permissions) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    private static boolean hasNumbersOfUsers(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("unix");
    }

    private static long owner(Path path, LinkOption... options) throws IOException {
        return Integer.toUnsignedLong((Integer) Files.getAttribute(path, "unix:uid", options));
    }

    /** Once for the process: no program in Java changes its user. */
    private static long effectiveUser() {
        long user = known;
        if (user == UNREAD) {
            user = readEffectiveUser();
            known = user;
        }
        return user;
    }

    /** Linux says it; elsewhere only whether the user is called root. Read by the old way, which loads fewest classes. */
    private static long readEffectiveUser() {
        try (InputStream in = new FileInputStream("/proc/self/status")) {
            String status = new String(in.readNBytes(8192), StandardCharsets.ISO_8859_1);
            int effective = status.indexOf('\t', status.indexOf("\nUid:\t") + "\nUid:\t".length()) + 1;
            return Long.parseLong(status.substring(effective, status.indexOf('\t', effective)));
        } catch (IOException | NumberFormatException | IndexOutOfBoundsException e) {
            return "root".equals(System.getProperty("user.name")) ? ROOT : UNKNOWN;
        }
    }
}
