package io.metriton.transport.apache;

import java.io.IOException;
import java.net.PasswordAuthentication;
import java.nio.charset.StandardCharsets;
import org.apache.hc.client5.http.auth.AuthExchange;
import org.apache.hc.client5.http.auth.UsernamePasswordCredentials;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.impl.auth.BasicScheme;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;

/**
 * Has the proxy's password shown to it at once, be it asked to forward a request or to make a tunnel. By itself HttpClient
 * waits to be asked for one, and then sends the report a second time. Stateless.
 */
final class ProxyLogin {

    private ProxyLogin() {}

    /** An interceptor of HttpClient's chain. */
    static ClassicHttpResponse login(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        HttpHost proxy = scope.route.getProxyHost();
        if (proxy != null) {
            ReportConnection.of(scope.clientContext)
                    .proxyLogin()
                    .ifPresent(login -> scope.clientContext.setAuthExchange(proxy, exchange(login)));
        }
        return chain.proceed(request, scope);
    }

    @SuppressWarnings("deprecation") // Newer versions of HttpClient take UTF-8 by themselves; before 5.4 it was ASCII.
    private static AuthExchange exchange(PasswordAuthentication login) {
        BasicScheme basic = new BasicScheme(StandardCharsets.UTF_8);
        basic.initPreemptive(new UsernamePasswordCredentials(login.getUserName(), login.getPassword()));
        AuthExchange exchange = new AuthExchange();
        exchange.select(basic);
        return exchange;
    }
}
