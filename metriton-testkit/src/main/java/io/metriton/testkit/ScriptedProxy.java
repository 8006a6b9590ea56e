package io.metriton.testkit;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A proxy on loopback, with or without a password. What is to be forwarded it answers itself; every tunnel, whatever the
 * name, leads to one port.
 */
final class ScriptedProxy implements AutoCloseable {
    private final ScriptedServer server;

    private ScriptedProxy(ScriptedServer server) {
        this.server = server;
    }

    static ScriptedProxy start(int tunnelTo, @Nullable String authorization) throws IOException {
        return start(tunnelTo, authorization, "");
    }

    /** Says more than its answer to CONNECT, in one write, before the tunnel begins. */
    static ScriptedProxy startWithMore(int tunnelTo, String more) throws IOException {
        return start(tunnelTo, null, more);
    }

    private static ScriptedProxy start(int tunnelTo, @Nullable String authorization, String more) throws IOException {
        return new ScriptedProxy(ScriptedServer.start((index, request, socket) -> {
            if (authorization != null
                    && !authorization.equals(
                            request.header("Proxy-Authorization").orElse(""))) {
                ScriptedServer.write(
                        socket,
                        ScriptedServer.plain(407, "", "Proxy-Authenticate: Basic realm=\"proxy\", charset=\"UTF-8\""));
            } else if (request.method().equals("CONNECT")) {
                tunnel(socket, tunnelTo, more);
            } else {
                ScriptedServer.write(socket, ScriptedServer.plain(200, "{}"));
            }
        }));
    }

    List<ReceivedRequest> requests() {
        return server.requests();
    }

    /** With or without an address that was looked up: selectors give both. */
    InetSocketAddress address(boolean resolved) {
        return resolved
                ? new InetSocketAddress(ScriptedServer.LOOPBACK, server.port())
                : InetSocketAddress.createUnresolved("127.0.0.1", server.port());
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    private static void tunnel(Socket client, int port, String more) throws IOException {
        try (Socket target = new Socket(ScriptedServer.LOOPBACK, port)) {
            ScriptedServer.write(client, ("HTTP/1.1 200 Connected\r\n\r\n" + more).getBytes(US_ASCII));
            Thread back = new Thread(() -> copy(target, client), "testkit-tunnel");
            back.setDaemon(true);
            back.start();
            client.getInputStream().transferTo(target.getOutputStream());
        }
    }

    private static void copy(Socket from, Socket to) {
        try (InputStream in = from.getInputStream()) {
            in.transferTo(to.getOutputStream());
            to.close();
        } catch (IOException e) {
            closeQuietly(to); // One side went away, so the tunnel ends.
        }
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
