package io.metriton.core;

import java.net.URI;
import java.time.Instant;
import java.util.Optional;

/** A snapshot of a reporter: what is sent where, and why nothing arrives. Immutable and thread-safe. */
public interface ReporterStatus {

    /**
     * Whether a report would be sent now, or printed in a dry run.
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
     * @return empty if the reporter was built disabled. After an opt-out none was looked for
     */
    Optional<String> transport();

    /**
     * Where the install ID came from, or where it would be looked for first: a path, a service, never the ID itself. No ID is
     * made for this.
     *
     * @return empty if disabled when it was built, and where no provider is found
     */
    Optional<String> installIdSource();

    /**
     * When a report last arrived.
     *
     * @return by the clock of the machine; empty if none has arrived in this process
     */
    Optional<Instant> lastSuccess();

    /**
     * When and why a report last did not arrive.
     *
     * @return empty if none has failed in this process
     */
    Optional<DeliveryFailure> lastFailure();

    /**
     * How many values were left out of reports, because they are not declared, or not of the declared type.
     *
     * @return since the start; 0 without a {@link Declaration}
     */
    long undeclared();

    /**
     * Why the outbox does not work, in which a background reporter keeps reports and counts.
     *
     * @return empty if it works, is not used yet, or there is none; by default
     */
    default Optional<String> outboxProblem() {
        return Optional.empty();
    }
}
