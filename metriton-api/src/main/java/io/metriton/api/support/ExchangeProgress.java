package io.metriton.api.support;

import static java.util.Objects.requireNonNull;

import io.metriton.api.IncompleteResponseException;
import io.metriton.api.NotSentException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * How far an exchange has come: said by the thread that makes it, for the one that waits and may give up. So a caller who
 * gives up knows whether the report can have arrived.
 *
 * <p>For transports. Thread-safe; one for each exchange.
 */
public final class ExchangeProgress {
    private volatile boolean begun;
    private volatile @Nullable BoundedResponse answer;

    /** Of an exchange that has not begun. */
    public ExchangeProgress() {}

    /** Says that from now on some of the report may have left. */
    public void begin() {
        begun = true;
    }

    /**
     * Whether any of the report may have left.
     *
     * @return false if it is certain that nothing has
     */
    public boolean isBegun() {
        return begun;
    }

    /**
     * Says that the endpoint answers.
     *
     * @param answer has its header; may still grow
     */
    public void answered(BoundedResponse answer) {
        this.answer = requireNonNull(answer, "answer");
    }

    /**
     * Whether the endpoint answers.
     *
     * @return true once the head of its answer is there
     */
    public boolean isAnswered() {
        return answer != null;
    }

    /**
     * What to throw for a failure of the exchange.
     *
     * @param failure what was thrown
     * @return an {@link IncompleteResponseException} if the endpoint's answer had begun, a {@link NotSentException} if
     *     nothing of the report had left, else the failure itself
     */
    public IOException told(IOException failure) {
        BoundedResponse begunAnswer = answer;
        if (begunAnswer != null) {
            return begunAnswer.failed(failure);
        }
        return begun ? failure : NotSent.because(failure);
    }

    /** Gives the exception of a caller who gives up its cause. */
    <E extends IOException> E explain(E givenUp) {
        BoundedResponse begunAnswer = answer;
        if (begunAnswer != null) {
            givenUp.initCause(new IncompleteResponseException(begunAnswer.build(), null));
        } else if (!begun) {
            givenUp.initCause(new NotSentException("nothing of the report had left by then"));
        }
        return givenUp;
    }
}
