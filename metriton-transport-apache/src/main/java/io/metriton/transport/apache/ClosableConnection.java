package io.metriton.transport.apache;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.apache.hc.client5.http.io.ManagedHttpClientConnection;
import org.apache.hc.core5.io.CloseMode;

/**
 * A connection that stays closed. HttpClient's looks whether it is closed, and then takes a socket that was just made: if it
 * is closed in between, as when the transport is closed during a send, the socket stays open for ever. Thread-safe.
 */
final class ClosableConnection implements InvocationHandler {
    private final ManagedHttpClientConnection connection;
    private volatile boolean closed;

    private ClosableConnection(ManagedHttpClientConnection connection) {
        this.connection = connection;
    }

    static ManagedHttpClientConnection around(ManagedHttpClientConnection connection) {
        return (ManagedHttpClientConnection) Proxy.newProxyInstance(
                ClosableConnection.class.getClassLoader(),
                new Class<?>[] {ManagedHttpClientConnection.class},
                new ClosableConnection(connection));
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
        if (method.getName().equals("close")) {
            closed = true; // Before it is closed: so either that finds the socket, or what binds it finds this.
        }
        try {
            return method.invoke(connection, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        } finally {
            if (closed && method.getName().equals("bind")) {
                connection.close(CloseMode.IMMEDIATE);
            }
        }
    }
}
