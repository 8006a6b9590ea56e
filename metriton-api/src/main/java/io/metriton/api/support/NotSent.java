package io.metriton.api.support;

import io.metriton.api.NotSentException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;

/** Says of a failure that nothing of the report had left when it happened. Stateless. */
public final class NotSent {

    private NotSent() {}

    /**
     * The failure as an exception that says so by its class: a {@link NotSentException}, or one of those that it names; of a
     * {@link SocketTimeoutException} the cause says so, as that class says that the time is over.
     *
     * @param failure before the first byte of the report's body was written
     * @return the failure itself where its class says it already; else with the failure as cause
     */
    public static IOException because(IOException failure) {
        if (failure instanceof NotSentException
                || failure instanceof ConnectException
                || failure instanceof UnknownHostException
                || failure instanceof NoRouteToHostException
                || failure instanceof SSLHandshakeException) {
            return failure;
        }
        String message = String.valueOf(failure.getMessage());
        if (failure instanceof SSLException) {
            return (IOException) new SSLHandshakeException(message).initCause(failure);
        }
        NotSentException notSent = new NotSentException(message, failure);
        return failure instanceof SocketTimeoutException
                ? (IOException) new SocketTimeoutException(message).initCause(notSent)
                : notSent;
    }
}
