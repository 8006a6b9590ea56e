package io.metriton.collector.web;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connector whose {@link #close} takes the connections that wait to be accepted, and to which nobody can connect any more when
 * it has returned. Jetty's closes its socket with what waits there: the system resets these, though their clients are connected
 * and may have sent a request.
 */
final class ClosableConnector extends ServerConnector {

    private static final Logger LOG = LoggerFactory.getLogger(ClosableConnector.class);
    private static final long LET_GO_NANOS = TimeUnit.SECONDS.toNanos(1);

    ClosableConnector(Server server, HttpConfiguration http, String host, int port) {
        super(
                server,
                0,
                -1,
                new HttpConnectionFactory(http)); // No acceptor thread, which would sit in accept() until the end.
        setHost(host);
        setPort(port);
    }

    @Override
    public void close() {
        setAccepting(false);
        ServerSocketChannel listening = (ServerSocketChannel) getTransport();
        if (listening != null && listening.isOpen()) {
            try {
                awaitLetGo(listening);
                closeAndAccept(listening);
            } catch (IOException e) {
                LOG.warn("connections that waited to be accepted were cut off", e);
            }
        }
        super.close();
    }

    /** A selector lets go of it a moment later; until then it would listen on. */
    private static void awaitLetGo(ServerSocketChannel listening) {
        try {
            for (long end = System.nanoTime() + LET_GO_NANOS;
                    listening.isRegistered() && System.nanoTime() - end < 0; ) {
                TimeUnit.MILLISECONDS.sleep(1);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Nothing is done between the last accept and the close: who connects meanwhile is reset. */
    private void closeAndAccept(ServerSocketChannel listening) throws IOException {
        List<SocketChannel> accepted = new ArrayList<>();
        try (listening) {
            for (SocketChannel next = listening.accept(); next != null; next = listening.accept()) {
                accepted.add(next);
            }
        }
        for (SocketChannel channel : accepted) {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            getSelectorManager().accept(channel);
        }
    }
}
