package io.metriton.api;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * A library that a plug-in needs is there in a version that does not work, since the host program chose it. Thrown by
 * {@link TransportProvider#create}, so that another transport can be taken; or by {@link Transport#send} where it shows
 * no sooner, and then it is never a failure of the network: to send again cannot help.
 */
public final class IncompatibleLibraryException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What does not fit. */
    private final String artifact;

    /** The version on the class path. */
    private final String found;

    /** The versions that work. */
    private final String needed;

    /**
     * Makes an exception whose message names all three and the way out.
     *
     * @param artifact what is too old, as {@code group:artifact}
     * @param found the version on the class path, {@code unknown} if it does not say
     * @param needed the versions that work, in words
     * @param cause what was missing, or null
     */
    public IncompatibleLibraryException(String artifact, String found, String needed, @Nullable Throwable cause) {
        super(
                requireNonNull(artifact, "artifact") + " " + requireNonNull(found, "found")
                        + " does not work here, needed is " + requireNonNull(needed, "needed")
                        + ": change its version, or take another transport, such as"
                        + " io.metriton:metriton-transport-socket, which needs no library"
                        + (cause == null ? "" : " (" + cause + ")"),
                cause);
        this.artifact = artifact;
        this.found = found;
        this.needed = needed;
    }

    /**
     * What does not fit.
     *
     * @return {@code group:artifact}
     */
    public String artifact() {
        return artifact;
    }

    /**
     * The version on the class path.
     *
     * @return {@code unknown} if it does not say
     */
    public String found() {
        return found;
    }

    /**
     * The versions that work.
     *
     * @return in words
     */
    public String needed() {
        return needed;
    }
}
