package io.metriton.testkit;

import io.metriton.api.TransportConfig;
import io.metriton.testkit.ScriptedServer.Script;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.URI;
import java.util.function.Function;
import javax.net.ssl.SSLContext;

/** An endpoint at which a {@link Fault} is played, until it is closed. Thread-safe. */
public final class FaultyEndpoint implements AutoCloseable {
    private final URI endpoint;
    private final TransportConfig config;
    private final Scene scene;

    /** What plays the fault. */
    interface Scene extends Closeable {

        /** How many requests arrived. */
        default int requests() {
            return 0;
        }

        /** Whether a client has come as far as can be seen from here. */
        default boolean reached() {
            return true;
        }

        /** Whether no client is there any more. */
        default boolean left() {
            return true;
        }
    }

    FaultyEndpoint(URI endpoint, TransportConfig config, Scene scene) {
        this.endpoint = endpoint;
        this.config = config;
        this.scene = scene;
    }

    /**
     * Where to send to.
     *
     * @return http or https
     */
    public URI endpoint() {
        return endpoint;
    }

    /**
     * What a transport needs to meet the fault: the proxy, and whom to trust.
     *
     * @return without a proxy unless the fault is one's
     */
    public TransportConfig transportConfig() {
        return config;
    }

    /**
     * How many requests arrived as a whole, those to a proxy included.
     *
     * @return 0 where the fault comes before
     */
    public int requests() {
        return scene.requests();
    }

    /** Ends what is held up. Idempotent. */
    @Override
    public void close() throws IOException {
        scene.close();
    }

    /** Whether all clients have closed their connections. */
    boolean left() {
        return scene.left();
    }

    /** Whether a client has come as far as can be seen from here. */
    boolean reached() {
        return scene.reached();
    }

    static Fault.Opener plain(Script script) {
        return () -> {
            ScriptedServer server = ScriptedServer.start(script);
            return at(server, server.uri("/scout"), direct().build());
        };
    }

    static Fault.Opener tls(Function<Certificates, SSLContext> certificate) {
        return () -> {
            Certificates certificates = Certificates.get();
            return tls(
                    certificate.apply(certificates),
                    direct().sslContext(certificates.client()).build());
        };
    }

    static Fault.Opener untrusted() {
        return () -> tls(Certificates.get().server(), direct().build());
    }

    private static FaultyEndpoint tls(SSLContext context, TransportConfig config) throws IOException {
        ScriptedServer server = ScriptedServer.startTls(context, ScriptedServer.always(200, "{}"));
        return at(server, server.uri("/scout"), config);
    }

    static FaultyEndpoint plainTls() throws IOException {
        ScriptedServer server = ScriptedServer.start(ScriptedServer.always(400, "no"));
        return at(server, URI.create("https://127.0.0.1:" + server.port() + "/scout"), direct().build());
    }

    static Fault.Opener proxy(String scheme, Script script) {
        return () -> {
            ScriptedServer proxy = ScriptedServer.start(script);
            return at(proxy, behind(scheme), through(proxy.port()));
        };
    }

    static FaultyEndpoint refusing() throws IOException {
        return nobody(URI.create("http://127.0.0.1:" + unusedPort() + "/scout"), direct().build());
    }

    static FaultyEndpoint refusingProxy() throws IOException {
        return nobody(behind("http"), through(unusedPort()));
    }

    private static FaultyEndpoint nobody(URI endpoint, TransportConfig config) {
        return new FaultyEndpoint(endpoint, config, () -> {});
    }

    private static FaultyEndpoint at(ScriptedServer server, URI endpoint, TransportConfig config) {
        return new FaultyEndpoint(endpoint, config, new Scene() {
            @Override
            public int requests() {
                return server.requests().size();
            }

            @Override
            public boolean reached() {
                return requests() > 0;
            }

            @Override
            public boolean left() {
                return server.openConnections() == 0;
            }

            @Override
            public void close() throws IOException {
                server.close();
            }
        });
    }

    private static URI behind(String scheme) {
        return URI.create(scheme + "://" + Certificates.HOST + "/scout");
    }

    private static TransportConfig through(int proxyPort) {
        return TransportConfig.builder()
                .proxySelector(ProxySelector.of(InetSocketAddress.createUnresolved("127.0.0.1", proxyPort)))
                .build();
    }

    /** Goes by no proxy, whatever the JVM's default is. */
    static TransportConfig.Builder direct() {
        return TransportConfig.builder().proxySelector(ProxySelector.of(null));
    }

    private static int unusedPort() throws IOException {
        try (ServerSocket gone = new ServerSocket(0, 1, ScriptedServer.LOOPBACK)) {
            return gone.getLocalPort();
        }
    }
}
