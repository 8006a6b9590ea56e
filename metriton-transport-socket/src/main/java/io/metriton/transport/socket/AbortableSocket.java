package io.metriton.transport.socket;

import java.io.Closeable;
import java.io.IOException;
import java.net.Socket;
import org.jspecify.annotations.Nullable;

/**
 * The TCP socket of one exchange, which another thread may close at any time, even before there is one. TLS goes over it
 * and is not told: closing a TLS socket waits for whoever is writing to it.
 */
final class AbortableSocket implements Runnable, Closeable {
    private volatile @Nullable Socket socket;
    private volatile boolean aborted;

    /** Takes the next socket to try, before it connects, in place of the last, which is closed. */
    void use(Socket next) throws IOException {
        close();
        socket = next;
        check();
    }

    /** To be asked by the thread of the exchange before each step: who gave up must not have reported. */
    void check() throws IOException {
        if (aborted || Thread.currentThread().isInterrupted()) {
            throw new IOException("aborted");
        }
    }

    /** Aborts the exchange, from another thread. */
    @Override
    public void run() {
        aborted = true;
        close();
    }

    @Override
    public void close() {
        Socket used = socket;
        if (used != null) {
            closeQuietly(used);
        }
    }

    static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // The answer is there, or another failure. And what cannot be closed is gone already.
        }
    }
}
