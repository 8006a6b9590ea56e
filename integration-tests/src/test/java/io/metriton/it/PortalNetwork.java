package io.metriton.it;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.metriton.api.TransportConfig;
import io.metriton.testkit.ReceivedRequest;
import io.metriton.testkit.ScriptedServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.Socket;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint, and a network that may answer in its place: over http by itself, over https by a proxy that inspects, whose
 * certificate the client trusts. Thread-safe.
 */
final class PortalNetwork implements AutoCloseable {
    private static final byte[] CONNECTED = "HTTP/1.1 200 Connected\r\n\r\n".getBytes(US_ASCII);

    private final ScriptedServer endpoint;
    private final @Nullable ScriptedServer inspector;
    private final @Nullable ScriptedServer proxy;
    private final @Nullable LoopbackTls tls;
    private volatile @Nullable PortalAnswer answer;

    private PortalNetwork(@Nullable LoopbackTls tls) throws IOException, GeneralSecurityException {
        this.tls = tls;
        if (tls == null) {
            this.endpoint = ScriptedServer.start(this::answer);
            this.inspector = null;
            this.proxy = null;
        } else {
            ScriptedServer inspecting = ScriptedServer.startTls(tls.server(), this::answer);
            this.endpoint = ScriptedServer.startTls(tls.server(), ScriptedServer.always(200, "{}"));
            this.inspector = inspecting;
            this.proxy = ScriptedServer.start((index, request, socket) -> tunnel(request, socket, inspecting.port()));
        }
    }

    static PortalNetwork http() throws IOException, GeneralSecurityException {
        return new PortalNetwork(null);
    }

    static PortalNetwork https(LoopbackTls tls) throws IOException, GeneralSecurityException {
        return new PortalNetwork(tls);
    }

    /** From now on this is what everybody hears; null for the endpoint itself. */
    void answerWith(@Nullable PortalAnswer portal) {
        this.answer = portal;
    }

    URI uri() {
        return endpoint.uri("/scout");
    }

    /** What the client knows of the network. */
    TransportConfig config() throws IOException, GeneralSecurityException {
        TransportConfig.Builder config = Transports.direct();
        if (tls != null) {
            config.sslContext(tls.client());
        }
        if (proxy != null && answer != null) {
            config.proxySelector(
                    ProxySelector.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), proxy.port())));
        }
        return config.build();
    }

    /** What the portal or the endpoint heard. */
    List<ReceivedRequest> requests() {
        return answer != null && inspector != null ? inspector.requests() : endpoint.requests();
    }

    private void answer(int index, ReceivedRequest request, Socket socket) throws IOException {
        PortalAnswer portal = answer;
        if (portal == null) {
            ScriptedServer.write(socket, ScriptedServer.plain(200, "{}"));
        } else {
            portal.write(request, socket);
        }
    }

    private static void tunnel(ReceivedRequest request, Socket client, int port) throws IOException {
        if (!request.method().equals("CONNECT")) {
            throw new IOException("not a tunnel: " + request.method());
        }
        try (Socket target = new Socket(InetAddress.getLoopbackAddress(), port)) {
            ScriptedServer.write(client, CONNECTED);
            Thread back = new Thread(() -> copy(target, client), "tunnel");
            back.setDaemon(true);
            back.start();
            client.getInputStream().transferTo(target.getOutputStream());
        }
    }

    private static void copy(Socket from, Socket to) {
        try (InputStream in = from.getInputStream();
                to) {
            in.transferTo(to.getOutputStream());
        } catch (IOException e) {
            // One side went away: the other hears of it, as both sockets are closed.
        }
    }

    @Override
    public void close() throws IOException {
        endpoint.close();
        if (inspector != null && proxy != null) {
            proxy.close();
            inspector.close();
        }
    }
}
