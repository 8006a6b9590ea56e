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
    private final Object lock = new Object();
    private boolean begun;
    private boolean givenUp;
    private volatile @Nullable BoundedResponse answer;

    /** Of an exchange that has not begun. */
    public ExchangeProgress() {}

    /** Of a client that does not tell how far it is: it may have begun. */
    static ExchangeProgress unknown() {
        ExchangeProgress unknown = new ExchangeProgress();
        unknown.begun = true;
        return unknown;
    }

    /**
     * Says that from now on some of the report may have left. To be called just before its first byte does.
     *
     * @throws IOException if the caller has given up, and was told that nothing was sent: so nothing may be
     */
    public void begin() throws IOException {
        synchronized (lock) {
            if (givenUp) {
                throw new IOException("the caller has given up");
            }
            begun = true;
        }
    }

    /**
     * Whether any of the report may have left.
     *
     * @return false if it is certain that nothing has
     */
    public boolean isBegun() {
        synchronized (lock) {
            return begun;
        }
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
        return isBegun() ? failure : NotSent.because(failure);
    }

    /** Gives the exception of a caller who gives up its cause. What has not begun by then does not begin any more. */
    <E extends IOException> E explain(E gaveUp) {
        BoundedResponse begunAnswer = answer;
        if (begunAnswer != null) {
            gaveUp.initCause(new IncompleteResponseException(begunAnswer.build(), null));
        } else if (endsUnsent()) {
            gaveUp.initCause(new NotSentException("nothing of the report had left by then"));
        }
        return gaveUp;
    }

    /** Whether nothing has begun, and so nothing begins any more. */
    boolean endsUnsent() {
        synchronized (lock) {
            givenUp = true;
            return !begun;
        }
    }
}
