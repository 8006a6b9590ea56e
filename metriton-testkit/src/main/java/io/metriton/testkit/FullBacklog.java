package io.metriton.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;

/** A listener that accepts nobody, and whose backlog is full: the kernel does not answer who connects. Not thread-safe. */
final class FullBacklog implements AutoCloseable {
    private static final int FILL_MILLIS = 100;

    private final ServerSocket listener;
    private final List<Socket> fillers = new ArrayList<>();

    /**
     * Listens, and fills the backlog.
     *
     * @param port 0 for one that is free
     * @throws java.net.BindException if this machine has no such address
     */
    FullBacklog(InetAddress address, int port) throws IOException {
        listener = new ServerSocket(port, 1, address);
        while (fill()) {
            // One more fits.
        }
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

    /** To accept from, after {@link #empty}. */
    ServerSocket listener() {
        return listener;
    }

    /** Makes room in the backlog. */
    void empty() throws IOException {
        for (Socket filler : fillers) {
            filler.close();
        }
    }

    @Override
    public void close() throws IOException {
        empty();
        listener.close();
    }
}
