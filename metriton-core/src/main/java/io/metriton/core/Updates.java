package io.metriton.core;

import io.metriton.core.internal.util.VersionOrder;

/** Compares versions, for update notices. Stateless and thread-safe; does not block. */
public final class Updates {

    private Updates() {}

    /**
     * Whether a version is newer than the one that runs.
     *
     * <ul>
     *   <li>Numbers count by their value: {@code 1.10} is newer than {@code 1.9}, and {@code 1.0} is {@code 1.0.0}. A leading
     *       {@code v} is accepted, and what follows {@code +} is ignored.
     *   <li>A word after a dot, a hyphen, an underscore or a digit, in any case, sorts so: {@code alpha} or {@code a},
     *       {@code beta} or {@code b}, {@code milestone} or {@code m}, {@code rc}, {@code cr} or {@code pre}, {@code dev} or
     *       {@code snapshot}, then no word, {@code final}, {@code ga} or {@code release}, then {@code sp}; of the same word the
     *       numbers that follow it count. An unknown word sorts after the release that it follows: {@code 33.0-jre} after
     *       {@code 33.0}, before {@code 33.0.1}.
     *   <li>A pre-release (up to {@code snapshot}) is never newer than a release that runs.
     * </ul>
     *
     * @param latest for example what {@link io.metriton.api.Response#latestVersion()} says
     * @param current for example the application's own version
     * @return false if either is no version: 1 to 64 characters of {@code [0-9A-Za-z.+_-]} that start with a digit, after a
     *     {@code v} perhaps, and have no two separators in a row nor one at the end; nobody is told to update on a guess
     */
    public static boolean isNewer(String latest, String current) {
        VersionOrder other = VersionOrder.parse(latest).orElse(null);
        VersionOrder own = VersionOrder.parse(current).orElse(null);
        return other != null
                && own != null
                && (own.isPreRelease() || !other.isPreRelease())
                && other.compareTo(own) > 0;
    }
}
