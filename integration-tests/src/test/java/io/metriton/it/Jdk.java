package io.metriton.it;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A JDK on this machine: the one that runs the tests, one that a variable such as JAVA_HOME_25 or JDK_25 names, or one
 * that lies beside those.
 */
final class Jdk {
    private static final Pattern VERSION = Pattern.compile("(?m)^JAVA_VERSION=\"(\\d+)");
    private static final Pattern VARIABLE = Pattern.compile("(JAVA_HOME|JDK|JAVA)_?\\d+.*|JAVA_HOME");
    private static final Map<Integer, Path> HOMES = homes();

    private final int version;

    private Jdk(int version) {
        this.version = version;
    }

    /** Those that this SDK is tested on, and the one that runs the tests. */
    static List<Jdk> all() {
        return Stream.of(17, 25, Runtime.version().feature())
                .distinct()
                .sorted()
                .map(Jdk::new)
                .toList();
    }

    /** The one that runs the tests; with {@code -Pslow} all. */
    static List<Jdk> tested() {
        return Boolean.getBoolean("metriton.slow") ? all() : List.of(current());
    }

    /** The one that runs the tests. */
    static Jdk current() {
        return new Jdk(Runtime.version().feature());
    }

    /** The path of one of its programs; skips the test if this JDK is not here. */
    String tool(String name) {
        assumeThat(HOMES.keySet())
                .withFailMessage("there is no JDK %d here: set JDK_%d to its folder", version, version)
                .contains(version);
        return HOMES.get(version).resolve("bin").resolve(name).toString();
    }

    @Override
    public String toString() {
        return "JDK " + version;
    }

    private static Map<Integer, Path> homes() {
        List<Path> homes = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"))));
        System.getenv().forEach((name, value) -> {
            if (VARIABLE.matcher(name).matches()) {
                homes.add(Path.of(value));
            }
        });
        List<Path> neighbours = homes.stream().flatMap(Jdk::neighbours).toList();
        homes.addAll(neighbours);
        Map<Integer, Path> byVersion = new TreeMap<>();
        for (Path home : homes) {
            int version = version(home);
            if (version > 0) {
                byVersion.putIfAbsent(version, home);
            }
        }
        return byVersion;
    }

    private static Stream<Path> neighbours(Path home) {
        Path folder = home.getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            return Stream.empty(); // A variable that names no folder.
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.sorted().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Of a JDK, not of a mere run-time image; else 0. */
    private static int version(Path home) {
        Path release = home.resolve("release");
        if (!Files.isRegularFile(release) || !hasJlink(home)) {
            return 0;
        }
        try {
            Matcher version = VERSION.matcher(Files.readString(release));
            return version.find() ? Integer.parseInt(version.group(1)) : 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean hasJlink(Path home) {
        return Files.isExecutable(home.resolve("bin/jlink")) || Files.isExecutable(home.resolve("bin/jlink.exe"));
    }
}
