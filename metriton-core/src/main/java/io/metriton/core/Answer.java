package io.metriton.core;

import io.metriton.api.Response;

/** The answer to a report that was delivered in the background. Immutable and thread-safe. */
public interface Answer extends Response {

    /**
     * Whether the report is of an earlier run, and was left in the outbox.
     *
     * @return false for a report of this run
     */
    boolean isOfEarlierRun();
}
