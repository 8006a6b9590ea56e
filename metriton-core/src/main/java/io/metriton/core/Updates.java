package io.metriton.core;

import java.lang.module.ModuleDescriptor.Version;
import java.util.regex.Pattern;

/** Compares versions, for update notices. Stateless. */
public final class Updates {

    private static final Pattern TOO_LONG = Pattern.compile("[0-9]{10}");

    private Updates() {}

    /**
     * Whether a version is newer than another, as {@link Version} orders them; a leading {@code v} is accepted.
     *
     * @param latest for example what {@link io.metriton.api.Response#latestVersion()} says
     * @param current for example the application's own version
     * @return false if either is no version that can be parsed, or holds a number of more than nine digits, which
     *     {@code Version} gets wrong: nobody is told to update on a guess
     */
    public static boolean isNewer(String latest, String current) {
        try {
            return parse(latest).compareTo(parse(current)) > 0;
        } catch (IllegalArgumentException e) {
            return false; // Not a version: as documented.
        }
    }

    private static Version parse(String text) {
        String stripped = text.strip();
        if (TOO_LONG.matcher(stripped).find()) {
            throw new IllegalArgumentException("a number of this version is too long: " + stripped);
        }
        return Version.parse(stripped.startsWith("v") || stripped.startsWith("V") ? stripped.substring(1) : stripped);
    }
}
