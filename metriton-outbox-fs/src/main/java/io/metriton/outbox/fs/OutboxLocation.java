package io.metriton.outbox.fs;

import io.metriton.api.MetritonConfigurationException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where the outbox of an application is. */
final class OutboxLocation {
    private static final int MAX_NAME_LENGTH = 128;

    private OutboxLocation() {}

    static Path of(String application, Map<String, String> environment) {
        boolean windows =
                System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows");
        return of(application, environment, System.getProperty("user.home"), windows);
    }

    static Path of(String application, Map<String, String> environment, @Nullable String userHome, boolean windows) {
        String folder = checkedName(application, windows);
        try {
            return base(environment, userHome, windows)
                    .resolve(folder)
                    .resolve("metriton")
                    .resolve("outbox");
        } catch (InvalidPathException e) {
            throw new MetritonConfigurationException(
                    "the application's name is no name for a folder: '" + printable(folder) + "'", e);
        }
    }

    private static Path base(Map<String, String> environment, @Nullable String userHome, boolean windows) {
        Path xdg = absolute(environment.get("XDG_STATE_HOME"));
        if (xdg != null) {
            return xdg;
        }
        Path home = absolute(environment.get("HOME"));
        Path appData = home == null && windows ? absolute(environment.get("LOCALAPPDATA")) : null;
        if (appData != null) {
            return appData;
        }
        home = home == null ? absolute(userHome) : home;
        if (home == null) {
            throw new MetritonConfigurationException(
                    "no folder for the outbox: set XDG_STATE_HOME or HOME to an absolute path");
        }
        return home.resolve(".local").resolve("state");
    }

    /** Null if it is unset, or as good as unset. */
    private static @Nullable Path absolute(@Nullable String value) {
        if (value == null || value.isEmpty()) {
            return null;
        }
        try {
            Path path = Path.of(value);
            return path.isAbsolute() ? path : null;
        } catch (InvalidPathException e) {
            return null;
        }
    }

    /** The name, if its folder is a child of the base on every file system. */
    private static String checkedName(String name, boolean windows) {
        boolean leaves =
                name.isBlank() || name.equals(".") || name.equals("..") || name.contains("/") || name.contains("\\");
        boolean device = windows && (name.contains(":") || name.endsWith(".") || name.endsWith(" "));
        boolean control = false;
        for (int i = 0; i < name.length(); i++) {
            control |= Character.isISOControl(name.charAt(i));
        }
        if (leaves || device || control || name.length() > MAX_NAME_LENGTH) {
            throw new MetritonConfigurationException("the application's name is no name for a folder: '"
                    + printable(name) + "' (no separators, '.', '..', control characters, at most " + MAX_NAME_LENGTH
                    + " characters): choose another name, or another outbox");
        }
        return name;
    }

    private static String printable(String name) {
        String shown = name.length() > MAX_NAME_LENGTH ? name.substring(0, MAX_NAME_LENGTH) + "…" : name;
        return shown.replaceAll("\\p{Cntrl}", "?");
    }
}
