package io.metriton.core.internal.http;

import io.metriton.api.MetritonException;
import io.metriton.api.Response;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What came of one try to send a report. Immutable.
 *
 * @param response what the endpoint said; empty after a failure, and where it does not know the application
 * @param failure null if, and only if, the outcome is {@link Outcome#ACCEPTED}
 * @param date the {@code Date} of a good answer, by which a clock can be judged; empty for every other
 */
public record SendResult(
        Outcome outcome,
        Optional<Response> response,
        @Nullable MetritonException failure,
        Optional<Instant> date) {

    static SendResult failed(Outcome outcome, MetritonException failure) {
        return new SendResult(outcome, Optional.empty(), failure, Optional.empty());
    }

    /** The same failure, as one after which the report is kept. */
    SendResult unanswered() {
        return new SendResult(Outcome.NO_ANSWER, response, failure, date);
    }

    /**
     * The response, for a caller that waits for it.
     *
     * @return empty where the endpoint does not know the application
     * @throws MetritonException the failure, if there is one
     */
    public Optional<Response> responseOrThrow() throws MetritonException {
        if (failure != null) {
            throw failure;
        }
        return response;
    }
}
