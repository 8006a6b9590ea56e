package io.metriton.transport.okhttp;

import io.metriton.api.TransportConfig;
import io.metriton.api.support.DefaultTls;
import io.metriton.api.support.Route;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import okhttp3.Authenticator;
import okhttp3.Connection;
import okhttp3.ConnectionPool;
import okhttp3.ConnectionSpec;
import okhttp3.CookieJar;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;

/** Makes OkHttp's client do one exchange at a time as it is told, and nothing beside. Thread-safe. */
final class Clients {
    private static final byte[] NOWHERE = new byte[4];

    /** OkHttp's own choice would leave out ciphers that the host program allows. */
    private static final ConnectionSpec AS_THE_CONTEXT_SAYS = new ConnectionSpec.Builder(ConnectionSpec.MODERN_TLS)
            .allEnabledCipherSuites()
            .allEnabledTlsVersions()
            .build();

    private final TransportConfig config;
    private final Object lock = new Object();
    private @Nullable OkHttpClient plain;
    private @Nullable OkHttpClient tls;
    private @Nullable SSLContext tlsContext;

    Clients(TransportConfig config) {
        this.config = config;
    }

    /** A client for one exchange over a connection. Reads the JVM's trust store if the route needs it. */
    OkHttpClient over(ReportSocket connection, Route route) throws SSLException {
        return client(route.isHttps())
                .newBuilder()
                .proxy(route.isForwarded() || route.isTunnelled() ? route.proxy() : Proxy.NO_PROXY)
                .dns(Clients::placeholder)
                .socketFactory(connection.once())
                .build();
    }

    private OkHttpClient client(boolean https) throws SSLException {
        SSLContext context = https ? DefaultTls.context(config) : null;
        synchronized (lock) {
            OkHttpClient base = plain == null ? plain(config) : plain;
            plain = base;
            if (context == null) {
                return base;
            }
            OkHttpClient secure = tls;
            if (secure == null || context != tlsContext) { // The host program may have set another default.
                secure = base.newBuilder()
                        .connectionSpecs(List.of(AS_THE_CONTEXT_SAYS))
                        .sslSocketFactory(new IdentifyingSockets(context.getSocketFactory()), new NoTrust())
                        .hostnameVerifier((host, session) -> true) // The handshake has looked.
                        .build();
                tls = secure;
                tlsContext = context;
            }
            return secure;
        }
    }

    /** Without TLS: OkHttp would read the JVM's trust store at once, and fail if it is broken. */
    private static OkHttpClient plain(TransportConfig config) {
        OkHttpClient.Builder builder = new OkHttpClient.Builder()
                .connectionSpecs(List.of(ConnectionSpec.CLEARTEXT))
                .protocols(List.of(Protocol.HTTP_1_1))
                .connectionPool(new ConnectionPool(0, 1, TimeUnit.SECONDS))
                .retryOnConnectionFailure(false)
                .followRedirects(false)
                .followSslRedirects(false)
                .addNetworkInterceptor(TrueStatus::hide)
                .addNetworkInterceptor(plainLogin(config))
                .cookieJar(CookieJar.NO_COOKIES)
                .authenticator(Authenticator.NONE)
                .proxyAuthenticator(tunnelLogin(config))
                // The caller's deadline bounds the exchange; OkHttp's own would start a watchdog thread that nobody can
                // end.
                .connectTimeout(Duration.ZERO)
                .readTimeout(Duration.ZERO)
                .writeTimeout(Duration.ZERO)
                .callTimeout(Duration.ZERO);
        try {
            builder.fastFallback(false); // It connects on threads of its own.
        } catch (NoSuchMethodError e) {
            // Before OkHttp 5 there was no such thing.
        }
        return builder.build();
    }

    /** OkHttp wants an address before it asks for a socket; this one is connected to the right one. */
    private static List<InetAddress> placeholder(String host) throws UnknownHostException {
        return List.of(InetAddress.getByAddress(host, NOWHERE));
    }

    /** Of http, the proxy reads the request itself; of https only what goes before the tunnel. */
    private static Interceptor plainLogin(TransportConfig config) {
        return chain -> {
            Request request = chain.request();
            Connection connection = chain.connection();
            Optional<String> login = connection == null || request.isHttps()
                    ? Optional.empty()
                    : config.proxyAuthorization(connection.route().proxy());
            return chain.proceed(
                    login.isEmpty()
                            ? request
                            : request.newBuilder()
                                    .header("Proxy-Authorization", login.get())
                                    .build());
        };
    }

    private static Authenticator tunnelLogin(TransportConfig config) {
        return (route, response) -> {
            Request request = response.request();
            if (route == null || request.header("Proxy-Authorization") != null) {
                return null; // Refused once is refused.
            }
            return config.proxyAuthorization(route.proxy())
                    .map(value -> request.newBuilder()
                            .header("Proxy-Authorization", value)
                            .build())
                    .orElse(null);
        };
    }
}
