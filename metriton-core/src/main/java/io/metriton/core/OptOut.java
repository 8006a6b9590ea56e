package io.metriton.core;

import java.io.File;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Whether the user wants no telemetry: the one rule that is evaluated before anything else. Stateless.
 *
 * <p>The user has opted out if any of these holds:
 *
 * <ul>
 *   <li>the system property {@code metriton.disabled} is set to anything but {@code false} and {@code 0}, even to the
 *       empty text, as by {@code -Dmetriton.disabled};
 *   <li>{@code SCOUT_DISABLE} is set to anything but the empty text, even {@code 0} or {@code false}, as in the Go
 *       package;
 *   <li>{@code TRAVIS_REPO_SLUG} starts with {@code datawire/}, as in the Go package;
 *   <li>{@code DO_NOT_TRACK} is set to anything but the empty text, {@code 0} and {@code false}.
 * </ul>
 */
public final class OptOut {
    private static final String PROPERTY = "metriton.disabled";
    private static final boolean WINDOWS = File.separatorChar == '\\';

    private OptOut() {}

    /**
     * Whether the user of this process has opted out, by {@link System#getenv()} or system property.
     *
     * @return true if nothing may be reported
     */
    public static boolean isDisabledByUser() {
        return reason(ofProcess()).isPresent();
    }

    /**
     * Why nothing may be reported, in words.
     *
     * @param environment the variables to go by; on Windows their names in any case
     * @return for example {@code SCOUT_DISABLE is set}; empty if the user has not opted out
     */
    public static Optional<String> reason(Map<String, String> environment) {
        return reasonIn(inAnyCase(environment));
    }

    private static Optional<String> reasonIn(Map<String, String> environment) {
        String property = property();
        if (property != null && !isNo(property)) {
            return Optional.of("the system property " + PROPERTY + " is set");
        }
        if (!environment.getOrDefault("SCOUT_DISABLE", "").isEmpty()) {
            return Optional.of("SCOUT_DISABLE is set");
        }
        if (environment.getOrDefault("TRAVIS_REPO_SLUG", "").startsWith("datawire/")) {
            return Optional.of("TRAVIS_REPO_SLUG starts with datawire/");
        }
        String doNotTrack = environment.getOrDefault("DO_NOT_TRACK", "");
        if (!doNotTrack.isEmpty() && !isNo(doNotTrack)) {
            return Optional.of("DO_NOT_TRACK is set");
        }
        return Optional.empty();
    }

    private static @Nullable String property() {
        try {
            return System.getProperty(PROPERTY);
        } catch (SecurityException e) {
            return null; // The host does not let us read it: as if it were not set.
        }
    }

    /** The variables of this process; none if the host does not let us read them. */
    static Map<String, String> ofProcess() {
        try {
            return inAnyCase(System.getenv());
        } catch (SecurityException e) {
            return Map.of();
        }
    }

    /** Variables, whose names on Windows are the same in any case: {@link System#getenv()} tells them apart there, too. */
    static Map<String, String> inAnyCase(Map<String, String> environment) {
        return inAnyCase(environment, WINDOWS);
    }

    static Map<String, String> inAnyCase(Map<String, String> environment, boolean windows) {
        if (!windows) {
            return environment;
        }
        Map<String, String> inAnyCase = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        inAnyCase.putAll(environment);
        return Collections.unmodifiableMap(inAnyCase);
    }

    private static boolean isNo(String value) {
        return value.equals("0") || value.toLowerCase(Locale.ROOT).equals("false");
    }
}
