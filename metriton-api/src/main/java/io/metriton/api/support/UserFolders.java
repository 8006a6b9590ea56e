package io.metriton.api.support;

import static java.util.Objects.requireNonNull;

import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Says where an application keeps its files in the home of a user, by the XDG Base Directory Specification. A variable that
 * holds no absolute path counts as unset, as that specification demands, so that nothing depends on the folder in which a
 * program is started. A variable whose path this JVM cannot write in its locale does not count as unset: another home would
 * be a second installation.
 *
 * <p>Stateless; touches no disk, throws nothing but what is documented.
 */
public final class UserFolders {
    private static final Set<String> DEVICES = Set.of("CON", "CONIN$", "CONOUT$", "PRN", "AUX", "NUL");

    /** Superscripts, too: they are digits in the old code pages. */
    private static final String DEVICE_NUMBERS = "0123456789\u00B9\u00B2\u00B3";

    private static final int MAX_NAME_LENGTH = 128;
    private static final int MAX_NAME_BYTES = 255;

    private final Map<String, String> environment;
    private final @Nullable String userHome;
    private final boolean windows;

    UserFolders(Map<String, String> environment, @Nullable String userHome, boolean windows) {
        this.environment = requireNonNull(environment, "environment");
        this.userHome = userHome;
        this.windows = windows;
    }

    /**
     * Where an application keeps its configuration: {@code $XDG_CONFIG_HOME/<application>}, else
     * {@code $HOME/.config/<application>}, on Windows without either {@code %APPDATA%\<application>}, and without any
     * variable {@code .config/<application>} in the JVM's {@code user.home}.
     *
     * @param application the name of the application
     * @param environment the environment variables to go by
     * @return an absolute path
     * @throws UnusablePlaceException if the name is no name for a folder (blank, separators, {@code .}, {@code ..}, control
     *     characters, over 128 characters, a device of Windows), if nothing says where the home is, or if the JVM cannot write
     *     the path in this locale; the message says so, and the way out
     */
    public static Path config(String application, Map<String, String> environment) throws UnusablePlaceException {
        return of(environment).config(application);
    }

    /**
     * Where an application keeps its state: {@code $XDG_STATE_HOME/<application>}, else
     * {@code $HOME/.local/state/<application>}, on Windows without either {@code %LOCALAPPDATA%\<application>}, and without
     * any variable {@code .local/state/<application>} in the JVM's {@code user.home}.
     *
     * @param application the name of the application
     * @param environment the environment variables to go by
     * @return an absolute path
     * @throws UnusablePlaceException as for {@link #config}
     */
    public static Path state(String application, Map<String, String> environment) throws UnusablePlaceException {
        return of(environment).state(application);
    }

    private static UserFolders of(Map<String, String> environment) {
        String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        return new UserFolders(environment, System.getProperty("user.home"), system.startsWith("windows"));
    }

    Path config(String application) throws UnusablePlaceException {
        return named(base("XDG_CONFIG_HOME", "APPDATA", ".config"), application);
    }

    Path state(String application) throws UnusablePlaceException {
        return named(base("XDG_STATE_HOME", "LOCALAPPDATA", ".local/state"), application);
    }

    private Path base(String xdg, String appData, String belowHome) throws UnusablePlaceException {
        Path base = absolute(xdg, environment.get(xdg), xdg);
        if (base != null) {
            return base;
        }
        Path home = absolute("HOME", environment.get("HOME"), xdg);
        base = home == null && windows ? absolute(appData, environment.get(appData), xdg) : null;
        if (base != null) {
            return base;
        }
        home = home == null ? absolute("user.home", userHome, xdg) : home;
        if (home == null) {
            throw new UnusablePlaceException(
                    "nothing says where the home of the user is: set " + xdg + " or HOME to an absolute path");
        }
        return home.resolve(belowHome);
    }

    /** Null if it is unset, or counts as unset. */
    private @Nullable Path absolute(String variable, @Nullable String value, String xdg) throws UnusablePlaceException {
        if (value == null || value.isEmpty()) {
            return null;
        }
        try {
            Path path = Path.of(value);
            if (!path.isAbsolute()) {
                return null;
            }
            if (windows || !isMutilated(variable, value)) {
                return path;
            }
        } catch (InvalidPathException e) {
            if (!value.startsWith("/") || value.indexOf(0) >= 0) {
                return null;
            }
        }
        throw new UnusablePlaceException(variable + " names a folder that this JVM cannot write in its locale ("
                + encoding() + "): run it with LC_ALL=C.UTF-8, or set " + xdg + " to a folder with an ASCII name");
    }

    /** What JVMs make of bytes that are no characters in the locale: the name of another folder. */
    private static boolean isMutilated(String variable, String value) {
        return value.indexOf('\uFFFD') >= 0 || (variable.equals("user.home") && value.indexOf('?') >= 0);
    }

    private Path named(Path base, String application) throws UnusablePlaceException {
        checkName(requireNonNull(application, "application"));
        try {
            return base.resolve(application);
        } catch (InvalidPathException e) {
            if (!StandardCharsets.UTF_8.newEncoder().canEncode(application)) {
                throw noName(application);
            }
            throw new UnusablePlaceException(
                    "this JVM cannot write the application's name '" + application + "' in its locale (" + encoding()
                            + "): run it with LC_ALL=C.UTF-8",
                    e);
        }
    }

    private static String encoding() {
        return "sun.jnu.encoding is " + System.getProperty("sun.jnu.encoding", "unknown");
    }

    /** The folder has to be a child of the base on every file system. */
    private void checkName(String name) throws UnusablePlaceException {
        boolean leaves =
                name.isBlank() || name.equals(".") || name.equals("..") || name.contains("/") || name.contains("\\");
        boolean control = false;
        for (int i = 0; i < name.length(); i++) {
            control |= Character.isISOControl(name.charAt(i));
        }
        boolean tooLong =
                name.length() > MAX_NAME_LENGTH || name.getBytes(StandardCharsets.UTF_8).length > MAX_NAME_BYTES;
        if (leaves || control || tooLong || (windows && isMistakenByWindows(name))) {
            throw noName(name);
        }
    }

    /** Windows drops dots and blanks at the end, and takes some names for devices, whatever their ending. */
    private static boolean isMistakenByWindows(String name) {
        int dot = name.indexOf('.');
        String start = (dot < 0 ? name : name.substring(0, dot)).strip().toUpperCase(Locale.ROOT);
        boolean numbered = start.length() == 4 && (start.startsWith("COM") || start.startsWith("LPT"));
        return DEVICES.contains(start)
                || (numbered && DEVICE_NUMBERS.indexOf(start.charAt(3)) >= 0)
                || name.contains(":")
                || name.endsWith(".")
                || name.endsWith(" ");
    }

    private static UnusablePlaceException noName(String name) {
        String shown = name.length() > MAX_NAME_LENGTH ? name.substring(0, MAX_NAME_LENGTH) + "…" : name;
        return new UnusablePlaceException("the application's name is no name for a folder: '"
                + shown.replaceAll("[\\p{Cntrl}\\p{Cs}]", "?")
                + "' (no separators, '.', '..', control characters, at most "
                + MAX_NAME_LENGTH + " characters and " + MAX_NAME_BYTES + " bytes in UTF-8): choose another name");
    }
}
