package io.metriton.core;

import io.metriton.api.Response;

/** The answer to a report that was delivered in the background. Immutable and thread-safe. */
public interface Answer extends Response {

    /**
     * Whether the report was made by an earlier run, and delivered from the outbox.
     *
     * @return false for a report of this run
     */
    boolean isOfEarlierRun();
}
