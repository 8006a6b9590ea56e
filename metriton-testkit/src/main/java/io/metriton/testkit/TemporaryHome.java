package io.metriton.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A home folder below {@code java.io.tmpdir}, made when it is first asked for and deleted at the end, so that what an
 * application under test keeps (install ID, outbox) is neither in the real home nor there for the next test. Thread-safe.
 */
final class TemporaryHome {
    private final Object lock = new Object();
    private @Nullable Path folder;

    Path folder() {
        synchronized (lock) {
            if (folder == null) {
                try {
                    folder = Files.createTempDirectory("metriton-home-");
                } catch (IOException e) {
                    throw new UncheckedIOException("no temporary home folder can be made in java.io.tmpdir", e);
                }
            }
            return folder;
        }
    }

    /** The variables by which programs on any system find the folders of their user. */
    Map<String, String> variables() {
        Path home = folder();
        Map<String, String> variables = new TreeMap<>();
        variables.put("HOME", home.toString());
        variables.put("USERPROFILE", home.toString());
        variables.put("XDG_CONFIG_HOME", home.resolve(".config").toString());
        variables.put("XDG_STATE_HOME", home.resolve(".local/state").toString());
        variables.put("XDG_DATA_HOME", home.resolve(".local/share").toString());
        variables.put("XDG_CACHE_HOME", home.resolve(".cache").toString());
        variables.put("APPDATA", home.resolve("AppData/Roaming").toString());
        variables.put("LOCALAPPDATA", home.resolve("AppData/Local").toString());
        return variables;
    }

    /** A background thread of the application may still write: what it leaves is the temporary folder's to clean. */
    void delete() {
        Path home;
        synchronized (lock) {
            home = folder;
            folder = null;
        }
        if (home == null) {
            return;
        }
        try (Stream<Path> all = Files.walk(home)) {
            List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
            for (Path each : deepestFirst) {
                Files.deleteIfExists(each);
            }
        } catch (IOException | UncheckedIOException e) {
            System.getLogger("io.metriton.testkit").log(System.Logger.Level.DEBUG, "not deleted: " + home, e);
        }
    }
}
