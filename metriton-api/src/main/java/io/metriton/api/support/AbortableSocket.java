package io.metriton.api.support;

import java.io.Closeable;
import java.io.IOException;
import java.net.Socket;
import org.jspecify.annotations.Nullable;

/**
 * Holds the TCP socket of one exchange, so that another thread can close it at any time, even before there is one. To be
 * passed to {@link ExchangeRunner#run} as what aborts the exchange.
 *
 * <p>TLS goes over the socket and is not told of the abort: closing a TLS socket waits for the thread that writes to it.
 *
 * <p>Thread-safe; one for each exchange.
 */
public final class AbortableSocket implements Runnable, Closeable {
    private volatile @Nullable Socket socket;
    private volatile boolean aborted;

    /** Starts without a socket. */
    public AbortableSocket() {}

    /**
     * Takes the next socket to try, before it connects, in place of the last, which is closed.
     *
     * @param next not connected yet
     * @throws IOException if the exchange has been aborted; then the socket is closed by {@link #close}
     */
    public void use(Socket next) throws IOException {
        close();
        socket = next;
        check();
    }

    /**
     * Looks whether the exchange goes on. To be called by its thread before each step, so that no report is sent for a
     * caller that has given up.
     *
     * @throws IOException if the exchange has been aborted, or the thread is interrupted
     */
    public void check() throws IOException {
        if (aborted || Thread.currentThread().isInterrupted()) {
            throw new IOException("aborted");
        }
    }

    /** Aborts the exchange, from another thread: its socket is closed, and {@link #check} fails from now on. Idempotent. */
    @Override
    public void run() {
        aborted = true;
        close();
    }

    /** Closes the socket, if there is one. Idempotent. */
    @Override
    public void close() {
        Socket used = socket;
        if (used != null) {
            closeQuietly(used);
        }
    }

    /**
     * Closes a socket whose exchange is over, and does not wait for its other side. TLS 1.3 of the JDK's waits for it as long as
     * a read may take, if that has a bound: so the bound is taken away.
     *
     * @param socket open or closed
     */
    public static void closeQuietly(Socket socket) {
        try {
            socket.setSoTimeout(0);
        } catch (IOException e) {
            // It is closed already.
        }
        try {
            socket.close();
        } catch (IOException e) {
            // The answer is there, or another failure. A socket that cannot be closed is closed already.
        }
    }
}
