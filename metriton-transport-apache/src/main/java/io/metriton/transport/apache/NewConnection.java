package io.metriton.transport.apache;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.Socket;
import org.apache.hc.client5.http.io.ManagedHttpClientConnection;
import org.jspecify.annotations.Nullable;

/**
 * The socket of an exchange, if it needs a new one. HttpClient may lose it, and leave it open for ever, when an exchange is
 * aborted while it connects: the abort finds the connection before it has a socket, or does not find it in the pool at all.
 * So the abort closes the socket, too, and the exchange itself in the end, if it failed. Thread-safe.
 */
final class NewConnection implements AutoCloseable {
    /** A connection gets its socket on the thread of the exchange. */
    private static final ThreadLocal<@Nullable NewConnection> OF_THIS_THREAD = new ThreadLocal<>();

    private @Nullable Socket socket;
    private boolean closed;

    /** Begins the exchange; what is connected on this thread until {@link #end} is its. */
    void begin() {
        OF_THIS_THREAD.set(this);
    }

    void end() {
        OF_THIS_THREAD.remove();
    }

    /** A connection that says which socket it gets. */
    static ManagedHttpClientConnection watch(ManagedHttpClientConnection connection) {
        return (ManagedHttpClientConnection) Proxy.newProxyInstance(
                NewConnection.class.getClassLoader(),
                new Class<?>[] {ManagedHttpClientConnection.class},
                (proxy, method, arguments) -> {
                    NewConnection exchange = OF_THIS_THREAD.get();
                    if (exchange != null && method.getName().equals("bind")) {
                        exchange.use(
                                (Socket) arguments[arguments.length - 1]); // Under TLS comes the one below it last.
                    }
                    try {
                        return method.invoke(connection, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private synchronized void use(Socket given) throws IOException {
        if (!given.isConnected()) {
            given.setTcpNoDelay(true); // Opens it: the JDK forgets that a socket was closed before.
        }
        socket = given;
        if (closed) {
            given.close();
        }
    }

    @Override
    public void close() {
        Socket there;
        synchronized (this) {
            closed = true;
            there = socket;
        }
        try {
            if (there != null) {
                there.close();
            }
        } catch (IOException e) {
            // It is closed all the same.
        }
    }
}
