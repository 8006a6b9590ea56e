package io.metriton.core.internal.http;

import io.metriton.api.IncompatibleLibraryException;
import io.metriton.api.MalformedResponseException;
import io.metriton.api.MetritonException;
import io.metriton.api.NotSentException;
import io.metriton.api.ResponseTooLargeException;
import io.metriton.api.Transport;
import io.metriton.core.internal.util.ClassNames;
import io.metriton.core.internal.util.OneLine;
import io.metriton.core.internal.util.Thrown;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.URI;
import java.net.UnknownHostException;
import javax.net.ssl.SSLHandshakeException;

/** Says what became of a report whose transport threw, as far as the exception tells. Stateless. */
final class SendFailures {
    private static final int MAX_CAUSES = 10;

    private SendFailures() {}

    static SendResult result(Throwable failure, Transport transport, URI uri) {
        if (failure instanceof ResponseTooLargeException tooLarge) {
            return ResponseErrors.tooLarge(tooLarge, uri);
        }
        if (failure instanceof MetritonException said) {
            return SendResult.failed(Outcome.NO_ANSWER, said);
        }
        if (!(failure instanceof IOException)) {
            // A defect of the transport, a jar that it misses, a checked exception that Kotlin does not declare, no
            // memory for a thread: never a reason to break the host. What is missing will be missing the next time,
            // too.
            return SendResult.failed(
                    failure instanceof LinkageError || failure instanceof IncompatibleLibraryException
                            ? Outcome.BROKEN
                            : Outcome.NO_ANSWER,
                    new MetritonException(
                            "the transport " + ClassNames.of(transport) + " failed: " + describe(failure), failure));
        }
        return isBeforeTheRequest(failure)
                ? SendResult.failed(
                        Outcome.NOT_SENT,
                        new MetritonException(
                                "the report could not be sent to " + OneLine.of(uri.toString()) + ": "
                                        + describe(failure),
                                failure))
                : SendResult.failed(
                        Outcome.NO_ANSWER,
                        new MetritonException(
                                "no complete answer from " + OneLine.of(uri.toString())
                                        + ", so the report may or may not have arrived: " + describe(failure),
                                failure));
    }

    /** The result for an answer whose reading threw something unexpected: after 2xx the report has arrived. */
    static SendResult unreadable(Throwable failure, int status, URI uri) {
        String what = "the answer of " + OneLine.of(uri.toString()) + " (status " + status + ") cannot be read: "
                + describe(failure);
        return Statuses.isSuccess(status)
                ? SendResult.failed(
                        Outcome.UNREADABLE,
                        new MalformedResponseException("the report was delivered, but " + what, failure))
                : SendResult.failed(Outcome.NO_ANSWER, new MetritonException(what, failure));
    }

    private static boolean isBeforeTheRequest(Throwable failure) {
        return failure instanceof NotSentException
                || failure.getCause() instanceof NotSentException
                || failure instanceof ConnectException
                || failure instanceof UnknownHostException
                || failure instanceof NoRouteToHostException
                || failure instanceof SSLHandshakeException;
    }

    /** The class, and the first message that it or what caused it has, which may repeat what a server sent. */
    private static String describe(Throwable failure) {
        Throwable cause = failure;
        String message = Thrown.message(cause);
        for (int depth = 0; message == null && cause.getCause() != null && depth < MAX_CAUSES; depth++) {
            cause = cause.getCause();
            message = Thrown.message(cause);
        }
        return failure.getClass().getSimpleName() + (message == null ? "" : ": " + OneLine.of(message));
    }
}
