package io.metriton.transport.apache;

import io.metriton.api.TransportConfig;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.impl.routing.SystemDefaultRoutePlanner;
import org.apache.hc.client5.http.io.HttpClientConnectionManager;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/** Makes HttpClient 5 do one exchange at a time as it is told, and nothing beside. */
final class Clients {
    /** As many as a program can have callers: nobody waits for a connection. */
    private static final int MAX_CONNECTIONS = 1_000;

    /** More than any server sends, few enough for the memory of the host; HttpClient's own limit is 100. */
    private static final int MAX_HEADERS = 1_000;

    private static final int MAX_LINE_LENGTH = 64 << 10;

    private Clients() {}

    static CloseableHttpClient create(TransportConfig config) {
        return HttpClientBuilder.create()
                .setConnectionManager(connections(config))
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setProtocolUpgradeEnabled(false) // It would offer TLS in a header.
                        .setRedirectsEnabled(false)
                        .setAuthenticationEnabled(false) // It would answer a 407 by sending the report again.
                        .build())
                .setRoutePlanner(new SystemDefaultRoutePlanner(config.proxySelector()))
                .addExecInterceptorFirst("proxy-login", new ProxyLogin(config))
                .disableAutomaticRetries() // Else it sends again after broken connections, and at 429 and 503.
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableContentCompression()
                .disableAuthCaching()
                .build();
    }

    private static HttpClientConnectionManager connections(TransportConfig config) {
        ManagedHttpClientConnectionFactory http1 = ManagedHttpClientConnectionFactory.builder()
                .http1Config(Http1Config.custom()
                        .setMaxHeaderCount(MAX_HEADERS)
                        .setMaxLineLength(MAX_LINE_LENGTH)
                        .build())
                .build();
        PoolingHttpClientConnectionManagerBuilder manager = PoolingHttpClientConnectionManagerBuilder.create()
                .setConnectionFactory(socket -> NewConnection.watch(http1.createConnection(socket)))
                .setMaxConnTotal(MAX_CONNECTIONS)
                .setMaxConnPerRoute(MAX_CONNECTIONS)
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(Timeout.of(config.connectTimeout()))
                        // A report is not sent again, so it must not go out on a connection that is closed already.
                        .setValidateAfterInactivity(TimeValue.ofMilliseconds(100))
                        .build());
        config.sslContext().ifPresent(context -> manager.setTlsSocketStrategy(new DefaultClientTlsStrategy(context)));
        return manager.build();
    }
}
