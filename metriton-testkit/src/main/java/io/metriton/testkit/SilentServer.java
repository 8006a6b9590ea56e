package io.metriton.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** A listener that accepts nobody; with a full backlog not even the kernel does. */
final class SilentServer implements FaultyEndpoint.Scene {
    private static final int FILL_MILLIS = 100;
    private static final int LATE_MILLIS = 1_200;

    private final ServerSocket listener;
    private final List<Socket> fillers = new ArrayList<>();

    private SilentServer(int backlog) throws IOException {
        this.listener = new ServerSocket(0, backlog, ScriptedServer.LOOPBACK);
    }

    static FaultyEndpoint full() throws IOException {
        SilentServer server = new SilentServer(1);
        while (server.fill()) {
            // One more fits.
        }
        return server.at("http");
    }

    static FaultyEndpoint unread() throws IOException {
        return new SilentServer(50).at("http");
    }

    static FaultyEndpoint tls() throws IOException {
        return new SilentServer(50).at("https");
    }

    private FaultyEndpoint at(String scheme) {
        URI endpoint = URI.create(scheme + "://127.0.0.1:" + listener.getLocalPort() + "/scout");
        return new FaultyEndpoint(endpoint, FaultyEndpoint.direct().build(), this);
    }

    private boolean fill() throws IOException {
        Socket socket = new Socket();
        try {
            socket.connect(listener.getLocalSocketAddress(), FILL_MILLIS);
            return fillers.add(socket);
        } catch (SocketTimeoutException e) {
            socket.close();
            return false;
        }
    }

    /**
     * With a full backlog makes room, and waits for clients that did not give up: the kernel repeats a connect after a second.
     */
    @Override
    public boolean left() {
        if (fillers.isEmpty()) {
            return true; // What was sent before the end of the time lies in the kernel's buffers, unread.
        }
        try {
            closeFillers();
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

    private void closeFillers() throws IOException {
        for (Socket filler : fillers) {
            filler.close();
        }
    }

    @Override
    public void close() throws IOException {
        closeFillers();
        listener.close();
    }
}
