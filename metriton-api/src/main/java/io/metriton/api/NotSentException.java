package io.metriton.api;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Nothing of the report left this process: there was no thread for it, or no connection to the endpoint. So it can be
 * sent again without the risk that it counts twice.
 *
 * <p>A {@link Transport} throws it where it knows that, and no exception of the JDK says so already:
 * {@link java.net.ConnectException}, {@link java.net.NoRouteToHostException}, {@link java.net.UnknownHostException} and
 * {@link javax.net.ssl.SSLHandshakeException} mean the same. As the cause of a {@link java.net.SocketTimeoutException} or
 * {@link java.io.InterruptedIOException} it says that the time was over, or the caller interrupted, before the report left.
 *
 * <p>Immutable but for what every {@link Throwable} lets change.
 */
public final class NotSentException extends IOException {
    private static final long serialVersionUID = 1;

    /**
     * An exception without a cause.
     *
     * @param message what kept the report from being sent
     */
    public NotSentException(String message) {
        super(message);
    }

    /**
     * An exception with a cause.
     *
     * @param message what kept the report from being sent
     * @param cause what failed; null if there is none
     */
    public NotSentException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
