package io.metriton.api;

import java.io.IOException;
import java.util.Optional;

/**
 * Finds the ID of this installation; passed to a reporter, or found by {@link java.util.ServiceLoader} (then a public class
 * with a public constructor without parameters).
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
     * @param context the application, and where to record how the id was found
     * @return the id, one line of 1 to 128 printable characters: anything else is a failure; empty or blank means "not me, ask
     *     the next"
     * @throws IOException if this provider is responsible but cannot find the id; the reporter makes an
     *     {@link InstallIdException} of this and of anything else that is thrown, and asks no other provider
     */
    Optional<String> installId(InstallIdContext context) throws IOException;

    /**
     * The id, if there is one already. Makes none. May use disk or network.
     *
     * @param context the application
     * @return empty by default, and where there is none
     * @throws IOException if it cannot be read
     */
    default Optional<String> existing(InstallIdContext context) throws IOException {
        return Optional.empty();
    }

    /**
     * Deletes the id, after the user has switched telemetry off. Does nothing by default.
     *
     * @param context the application
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
     * Where the id comes from, in words: a path, a service, never the id itself. Must not touch disk
     * or network.
     *
     * @param context the application
     * @return the class name by default
     */
    default String source(InstallIdContext context) {
        return getClass().getName();
    }
}
