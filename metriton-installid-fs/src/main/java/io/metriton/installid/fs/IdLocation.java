package io.metriton.installid.fs;

import io.metriton.api.InstallIdContext;
import io.metriton.api.InstallIdException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where the file of an application is. */
final class IdLocation {
    private static final int MAX_NAME_LENGTH = 128;

    private IdLocation() {}

    static Path of(InstallIdContext context) throws InstallIdException {
        boolean windows =
                System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows");
        String folder = checkedName(context.application(), windows);
        try {
            return base(context.environment(), windows).resolve(folder).resolve("id");
        } catch (IllegalArgumentException e) {
            throw new InstallIdException(
                    "the application's name is no name for a folder: '" + printable(folder) + "'", e);
        }
    }

    private static Path base(Map<String, String> environment, boolean windows) throws InstallIdException {
        Path xdg = absolute(environment.get("XDG_CONFIG_HOME"));
        if (xdg != null) {
            return xdg;
        }
        Path home = absolute(environment.get("HOME"));
        Path appData = home == null && windows ? absolute(environment.get("APPDATA")) : null;
        if (appData != null) {
            return appData;
        }
        home = home == null ? absolute(System.getProperty("user.home")) : home;
        if (home == null) {
            throw new InstallIdException(
                    "no folder for the install ID: set XDG_CONFIG_HOME or HOME to an absolute path");
        }
        return home.resolve(".config");
    }

    /** Null if it is unset, or as good as unset. */
    private static @Nullable Path absolute(@Nullable String value) {
        if (value == null || value.isEmpty()) {
            return null;
        }
        try {
            Path path = Path.of(value);
            return path.isAbsolute() ? path : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** The name, if its folder is a child of the base on every file system. */
    private static String checkedName(String name, boolean windows) throws InstallIdException {
        boolean leaves = name.equals(".") || name.equals("..") || name.contains("/") || name.contains("\\");
        boolean device = windows && (name.contains(":") || name.endsWith(".") || name.endsWith(" "));
        boolean control = false;
        for (int i = 0; i < name.length(); i++) {
            control |= Character.isISOControl(name.charAt(i));
        }
        if (leaves || device || control || name.length() > MAX_NAME_LENGTH) {
            throw new InstallIdException("the application's name is no name for a folder: '" + printable(name)
                    + "' (no separators, '.', '..', control characters, at most " + MAX_NAME_LENGTH
                    + " characters): choose another name, or another install-ID provider");
        }
        return name;
    }

    private static String printable(String name) {
        String shown = name.length() > MAX_NAME_LENGTH ? name.substring(0, MAX_NAME_LENGTH) + "…" : name;
        return shown.replaceAll("\\p{Cntrl}", "?");
    }
}
