package io.metriton.core;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What became of the reports of a {@link BackgroundReporter}. A snapshot, in which the numbers add up: {@code accepted +
 * recovered = delivered + handedOver + dropped + queued}. Immutable and thread-safe.
 */
public interface DeliveryStats {

    /**
     * How many reports were taken from the application.
     *
     * @return since the start
     */
    long accepted();

    /**
     * How many reports were not taken, because the queue was full or closed.
     *
     * @return since the start; their futures say why
     */
    long refused();

    /**
     * How many reports of earlier processes were found in the outbox.
     *
     * @return since the start
     */
    long recovered();

    /**
     * How many reports the endpoint has taken; in a dry run, how many were printed.
     *
     * @return since the start
     */
    long delivered();

    /**
     * How many reports were left to other processes, which deliver them from the outbox.
     *
     * @return since the start; what becomes of them, another process counts
     */
    long handedOver();

    /**
     * How many tries failed and were followed, or will be, by another.
     *
     * @return since the start
     */
    long retried();

    /**
     * How many reports are lost for good, and why.
     *
     * @return every reason, also those that never happened
     */
    Map<DropReason, Long> dropped();

    /**
     * How many reports are still to be delivered.
     *
     * @return in memory or in the outbox of this process
     */
    long queued();

    /**
     * Where reports wait.
     *
     * @return the place of the outbox, or why there is none
     */
    String waitingIn();

    /**
     * Why the outbox does not work.
     *
     * @return empty if it works, is not used yet, or there is none
     */
    Optional<String> outboxProblem();

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
     * How many values were left out of reports, because they are not declared, or not of the declared type. A report is
     * counted when it is prepared, by the delivery thread or at the end of the JVM. Also how often something was counted
     * under a key that is not declared for that, is blank, or is one too many ({@link BackgroundReporter#count}).
     *
     * @return since the start
     */
    long undeclared();
}
