package io.metriton.transport.apache;

import io.metriton.api.support.Route;
import java.net.InetSocketAddress;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.io.ManagedHttpClientConnection;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.io.HttpConnectionFactory;
import org.apache.hc.core5.http.protocol.HttpContext;

/** Makes HttpClient 5 do one exchange at a time as it is told, and nothing beside. Stateless. */
final class Clients {
    /** More than any server sends, few enough for the memory of the host; HttpClient's own limit is 100. */
    private static final int MAX_HEADERS = 1_000;

    private static final int MAX_LINE_LENGTH = 64 << 10;

    private Clients() {}

    static CloseableHttpClient create() {
        return HttpClientBuilder.create()
                .setConnectionManager(new Connections(http1(false), http1(true)))
                .setDefaultRequestConfig(requests())
                .setRoutePlanner((target, context) -> route(context))
                .addExecInterceptorFirst("proxy-login", ProxyLogin::login)
                .disableAutomaticRetries() // Else it sends again after broken connections, and at 429 and 503.
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableContentCompression()
                .disableAuthCaching()
                .build();
    }

    private static RequestConfig requests() {
        RequestConfig.Builder requests = RequestConfig.custom()
                .setRedirectsEnabled(false)
                .setAuthenticationEnabled(false); // It would answer a 407 by sending the report again.
        try {
            requests.setProtocolUpgradeEnabled(false); // It would offer TLS in a header.
        } catch (NoSuchMethodError e) {
            // Before HttpClient 5.4 it offers nothing.
        }
        return requests.build();
    }

    private static HttpConnectionFactory<ManagedHttpClientConnection> http1(boolean tunnelled) {
        Http1Config bounds = Http1Config.custom()
                .setMaxHeaderCount(MAX_HEADERS)
                .setMaxLineLength(MAX_LINE_LENGTH)
                .build();
        return new ManagedHttpClientConnectionFactory(
                bounds, null, null, new BoundedHeads(bounds, tunnelled), new AnswerLength(), null);
    }

    /** As far as HttpClient has to know it: a SOCKS proxy is the connection's own affair. */
    private static HttpRoute route(HttpContext context) {
        Route route = ReportConnection.of(context).route();
        HttpHost target = new HttpHost(route.isHttps() ? "https" : "http", route.host(), route.port());
        if (!route.isTunnelled() && !route.isForwarded()) {
            return new HttpRoute(target, null, route.isHttps());
        }
        InetSocketAddress proxy = route.peer();
        return new HttpRoute(
                target, null, new HttpHost("http", proxy.getHostString(), proxy.getPort()), route.isHttps());
    }
}
