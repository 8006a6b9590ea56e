package io.metriton.core;

import java.net.URI;
import java.util.Optional;

/** How a reporter stands at one moment, for people who want to know what is sent where. Immutable and thread-safe. */
public interface ReporterStatus {

    /**
     * Whether a report would be sent now.
     *
     * @return false if disabled by the application, the user or the endpoint, or closed
     */
    boolean enabled();

    /**
     * Why no report would be sent.
     *
     * @return empty if enabled
     */
    Optional<String> disabledReason();

    /**
     * Where reports go, without user info.
     *
     * @return an absolute URI
     */
    URI endpoint();

    /**
     * The name of the transport that was chosen.
     *
     * @return empty if the reporter was built disabled: then none was looked for
     */
    Optional<String> transport();

    /**
     * Where the install ID came from: a path, a service, never the id itself.
     *
     * @return empty if none was found yet
     */
    Optional<String> installIdSource();
}
