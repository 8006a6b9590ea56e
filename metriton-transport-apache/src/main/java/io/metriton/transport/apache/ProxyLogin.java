package io.metriton.transport.apache;

import io.metriton.api.TransportConfig;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.util.Optional;
import org.apache.hc.client5.http.auth.AuthExchange;
import org.apache.hc.client5.http.auth.UsernamePasswordCredentials;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.client5.http.impl.auth.BasicScheme;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;

/**
 * Has the proxy's password shown to it at once, be it asked to forward a request or to make a tunnel. By itself HttpClient
 * waits to be asked for one, and then sends the report a second time. Thread-safe.
 */
final class ProxyLogin implements ExecChainHandler {
    private final TransportConfig config;

    ProxyLogin(TransportConfig config) {
        this.config = config;
    }

    @Override
    public ClassicHttpResponse execute(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        HttpHost proxy = scope.route.getProxyHost();
        if (proxy != null) {
            login(proxy).ifPresent(exchange -> scope.clientContext.setAuthExchange(proxy, exchange));
        }
        return chain.proceed(request, scope);
    }

    private Optional<AuthExchange> login(HttpHost proxy) {
        return config.proxyCredentials(InetSocketAddress.createUnresolved(proxy.getHostName(), proxy.getPort()))
                .map(ProxyLogin::exchange);
    }

    private static AuthExchange exchange(PasswordAuthentication login) {
        BasicScheme basic = new BasicScheme();
        basic.initPreemptive(new UsernamePasswordCredentials(login.getUserName(), login.getPassword()));
        AuthExchange exchange = new AuthExchange();
        exchange.select(basic);
        return exchange;
    }
}
