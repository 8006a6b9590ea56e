package io.metriton.outbox.fs;

/**
 * Which owners live in this JVM. Their lock files must never be opened here a second time, because to close any channel of
 * a file gives up the locks that the whole process has on it (POSIX, {@code fcntl}).
 *
 * <p>Kept in system properties and not in a static field, because a JVM may hold this class several times, once for each
 * class loader. A child that is started with a copy of the properties passes over the owners of its parent, which is no
 * harm. Thread-safe.
 */
final class LiveOwners {
    static final String PREFIX = "metriton.outbox.open.";

    private LiveOwners() {}

    /** To be called before the lock file is made. */
    static void add(String owner) {
        System.setProperty(PREFIX + owner, "true");
    }

    /** To be called after the lock file is closed. */
    static void remove(String owner) {
        System.clearProperty(PREFIX + owner);
    }

    static boolean contains(String owner) {
        return System.getProperty(PREFIX + owner) != null;
    }
}
