package io.metriton.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where a provider could write that ignores its context: {@code user.home}, which leads into the temporary folder
 * meanwhile, the process's own {@code HOME} and the like, the temporary files, the current folder.
 */
final class Places implements AutoCloseable {
    private final Path folder;
    private final Path home;
    private final String application;
    private final @Nullable String userHome = System.getProperty("user.home");
    private final Set<String> before;

    private Places(Path folder, Path home, String application) throws IOException {
        this.folder = folder;
        this.home = home;
        this.application = application;
        System.setProperty(
                "user.home", Files.createDirectory(folder.resolve("user.home")).toString());
        this.before = look();
    }

    static Places watch(Path folder, Path home, String application) throws IOException {
        return new Places(folder, home, application);
    }

    /** All that was made since, outside of the home. */
    Set<String> changed() throws IOException {
        Set<String> changed = look();
        changed.removeAll(before);
        return changed;
    }

    /** Everything below a folder, by its path from there. */
    static List<String> below(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(path -> !path.equals(folder))
                    .map(path -> folder.relativize(path).toString())
                    .sorted()
                    .toList();
        }
    }

    @Override
    public void close() {
        if (userHome == null) {
            System.clearProperty("user.home");
        } else {
            System.setProperty("user.home", userHome);
        }
    }

    private Set<String> look() throws IOException {
        Set<String> seen = new TreeSet<>();
        for (String path : below(folder)) {
            if (!folder.resolve(path).startsWith(home)) {
                seen.add(folder.resolve(path).toString());
            }
        }
        for (Path place : usual()) {
            seen.addAll(namedAfterTheApplication(place));
        }
        return seen;
    }

    /** Others write there, too, so only what is named after the application of this test counts. */
    private List<String> namedAfterTheApplication(Path place) throws IOException {
        if (!Files.isDirectory(place) || !Files.isReadable(place)) {
            return List.of();
        }
        try (Stream<Path> children = Files.list(place)) {
            return children.map(Path::toString)
                    .filter(path -> path.contains(application))
                    .toList();
        }
    }

    private Set<Path> usual() {
        Set<Path> places = new LinkedHashSet<>();
        Stream.of(System.getProperty("user.dir"), System.getProperty("java.io.tmpdir"), userHome)
                .forEach(place -> add(places, place));
        Stream.of("HOME", "XDG_CONFIG_HOME", "APPDATA", "LOCALAPPDATA", "XDG_DATA_HOME", "XDG_STATE_HOME")
                .map(System::getenv)
                .forEach(place -> add(places, place));
        return places;
    }

    private static void add(Set<Path> places, @Nullable String place) {
        try {
            Path path = Path.of(Objects.requireNonNullElse(place, "."));
            places.add(path);
            places.add(path.resolve(".config"));
        } catch (InvalidPathException e) {
            // Nobody can write there.
        }
    }
}
