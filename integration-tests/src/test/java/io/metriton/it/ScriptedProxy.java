package io.metriton.it;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.metriton.it.LoopbackServer.Received;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;

/**
 * A proxy on loopback, with or without a password. What is to be forwarded it answers itself; every tunnel, whatever the
 * name, leads to one port.
 */
record ScriptedProxy(LoopbackServer server) implements AutoCloseable {

    static ScriptedProxy start(int tunnelTo, String authorization) throws IOException {
        return new ScriptedProxy(LoopbackServer.start((index, request, socket) -> {
            if (authorization != null && !authorization.equals(request.header("Proxy-Authorization"))) {
                LoopbackServer.write(
                        socket,
                        LoopbackServer.plain(407, "", "Proxy-Authenticate: Basic realm=\"proxy\", charset=\"UTF-8\""));
            } else if (request.method().equals("CONNECT")) {
                tunnel(socket, tunnelTo);
            } else {
                LoopbackServer.write(socket, LoopbackServer.plain(200, "{}"));
            }
        }));
    }

    List<Received> requests() {
        return server.requests();
    }

    InetSocketAddress address() {
        return new InetSocketAddress("127.0.0.1", server.port());
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    private static void tunnel(Socket client, int port) throws IOException {
        try (Socket target = new Socket("127.0.0.1", port)) {
            LoopbackServer.write(client, "HTTP/1.1 200 Connected\r\n\r\n".getBytes(US_ASCII));
            Thread back = new Thread(() -> copy(target, client), "loopback-tunnel");
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
