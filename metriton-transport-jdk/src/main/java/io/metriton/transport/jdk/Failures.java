package io.metriton.transport.jdk;

import io.metriton.api.NotSentException;
import io.metriton.api.support.ExchangeProgress;
import java.io.IOException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** What the client threw, as what a transport throws. Stateless. */
final class Failures {

    private Failures() {}

    /**
     * An exception to throw.
     *
     * @param thrown by the client, perhaps within others
     * @param progress how far the exchange had come
     * @throws Error if the client threw one
     */
    static IOException told(Throwable thrown, ExchangeProgress progress) {
        Throwable failure = thrown;
        while ((failure instanceof ExecutionException || failure instanceof CompletionException)
                && failure.getCause() != null) {
            failure = failure.getCause();
        }
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure instanceof IOException io) {
            return progress.told(io);
        }
        // As it throws for an answer with an impossible length, or a host that TLS has no name for.
        String message = "the JDK's HTTP client failed: " + failure;
        return progress.isBegun()
                ? progress.told(new IOException(message, failure))
                : new NotSentException(message, failure);
    }
}
