package io.metriton.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** A listener that accepts nobody; with a full backlog not even the kernel does. */
final class SilentServer implements FaultyEndpoint.Scene {
    private static final int LATE_MILLIS = 1_200;

    private final ServerSocket listener;
    private final @Nullable FullBacklog backlog;

    private SilentServer(ServerSocket listener, @Nullable FullBacklog backlog) {
        this.listener = listener;
        this.backlog = backlog;
    }

    static FaultyEndpoint full() throws IOException {
        FullBacklog backlog = new FullBacklog(ScriptedServer.LOOPBACK, 0);
        return new SilentServer(backlog.listener(), backlog).at("http");
    }

    static FaultyEndpoint unread() throws IOException {
        return withRoom().at("http");
    }

    static FaultyEndpoint tls() throws IOException {
        return withRoom().at("https");
    }

    private static SilentServer withRoom() throws IOException {
        return new SilentServer(new ServerSocket(0, 50, ScriptedServer.LOOPBACK), null);
    }

    private FaultyEndpoint at(String scheme) {
        URI endpoint = URI.create(scheme + "://127.0.0.1:" + listener.getLocalPort() + "/scout");
        return new FaultyEndpoint(endpoint, FaultyEndpoint.direct().build(), this);
    }

    /**
     * With a full backlog makes room, and waits for clients that did not give up: the kernel repeats a connect after a second.
     */
    @Override
    public boolean left() {
        if (backlog == null) {
            return true; // What was sent before the end of the time lies in the kernel's buffers, unread.
        }
        try {
            backlog.empty();
            listener.setSoTimeout(LATE_MILLIS);
            while (true) {
                try (Socket late = listener.accept()) {
                    if (late.getInputStream().read() >= 0) {
                        return false;
                    }
                }
            }
        } catch (SocketTimeoutException e) {
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        if (backlog != null) {
            backlog.empty();
        }
        listener.close();
    }
}
