package io.metriton.core;

import java.util.Map;

/**
 * What became of the reports of a {@link BackgroundReporter}. A snapshot, in which the numbers add up: {@code accepted +
 * recovered = delivered + dropped + queued}. Immutable and thread-safe.
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
     * How many reports the endpoint has taken.
     *
     * @return since the start
     */
    long delivered();

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
}
