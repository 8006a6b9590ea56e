package io.metriton.transport.okhttp;

import io.metriton.api.TransportConfig;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import okhttp3.Authenticator;
import okhttp3.Connection;
import okhttp3.CookieJar;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;

/** Makes OkHttp's client do one exchange at a time as it is told, and nothing beside. */
final class Clients {

    private Clients() {}

    static OkHttpClient create(TransportConfig config, BoundedSockets sockets) {
        OkHttpClient.Builder builder = new OkHttpClient.Builder()
                .protocols(List.of(Protocol.HTTP_1_1))
                .retryOnConnectionFailure(false)
                .followRedirects(false)
                .followSslRedirects(false)
                .fastFallback(false) // It connects on threads of its own.
                .addNetworkInterceptor(TrueStatus::hide)
                .addNetworkInterceptor(plainLogin(config))
                .socketFactory(sockets)
                .cookieJar(CookieJar.NO_COOKIES)
                .authenticator(Authenticator.NONE)
                .proxySelector(config.proxySelector())
                .proxyAuthenticator(tunnelLogin(config))
                .connectTimeout(config.connectTimeout())
                // The caller's deadline bounds the rest; OkHttp's own would start a watchdog thread that nobody can
                // end.
                .readTimeout(Duration.ZERO)
                .writeTimeout(Duration.ZERO)
                .callTimeout(Duration.ZERO);
        if (config.sslContext().isPresent()) {
            trust(builder, config.sslContext().get());
        }
        return builder.build();
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

    /**
     * OkHttp wants the trust manager beside the socket factory, and no context tells its own. It uses it for two things
     * that we do not: certificate pinning, and cleaning the chain for it; the handshake itself goes by the context.
     */
    private static void trust(OkHttpClient.Builder builder, SSLContext context) {
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init((KeyStore) null);
            for (TrustManager manager : factory.getTrustManagers()) {
                if (manager instanceof X509TrustManager x509) {
                    builder.sslSocketFactory(context.getSocketFactory(), x509);
                    return;
                }
            }
            throw new IllegalStateException("this JVM has no X.509 trust manager");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JVM's trust store cannot be read", e);
        }
    }
}
