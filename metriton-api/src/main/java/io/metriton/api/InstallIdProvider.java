package io.metriton.api;

import java.io.IOException;
import java.util.Optional;

/**
 * Finds what tells this installation from others; given to a reporter by hand or found by
 * {@link java.util.ServiceLoader} (then a public class with a public constructor without parameters).
 *
 * <p>Providers are asked by {@link #priority()}, the highest first, and the first answer that is not blank wins. A
 * reporter asks when it first needs an id, keeps what it got, and asks again later if it got an exception. No lock of
 * the reporter is held meanwhile.
 */
@FunctionalInterface
public interface InstallIdProvider {

    /**
     * Finds the id; may use disk or network, and is never called once the user has opted out.
     *
     * @param context whom the id is for, and where to record how it was found
     * @return the id; empty or blank means "not me, ask the next"
     * @throws IOException if this provider is the right one but cannot say; the reporter makes an
     *     {@link InstallIdException} of this and of anything else that is thrown, and asks no other provider
     */
    Optional<String> installId(InstallIdContext context) throws IOException;

    /**
     * The id, if there is one already: for people who want to know. Makes none. May use disk or network.
     *
     * @param context whom the id is for
     * @return empty by default, and where there is none
     * @throws IOException if it cannot be read
     */
    default Optional<String> existing(InstallIdContext context) throws IOException {
        return Optional.empty();
    }

    /**
     * Deletes the id, after the user has switched telemetry off. Does nothing by default.
     *
     * @param context whom the id is for
     * @throws IOException if it cannot be deleted
     */
    default void forget(InstallIdContext context) throws IOException {}

    /**
     * How early this provider wants to be asked.
     *
     * @return 0 by default
     */
    default int priority() {
        return 0;
    }

    /**
     * Where the id comes from, for people who want to know: a path, a service, never the id itself. Must not touch disk
     * or network.
     *
     * @param context whom the id is for
     * @return the class name by default
     */
    default String source(InstallIdContext context) {
        return getClass().getName();
    }
}
