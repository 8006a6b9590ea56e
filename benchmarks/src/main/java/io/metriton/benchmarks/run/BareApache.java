package io.metriton.benchmarks.run;

import java.io.IOException;
import java.net.ProxySelector;
import java.net.URI;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.impl.routing.SystemDefaultRoutePlanner;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/** Reports with Apache HttpClient 5, see {@link BareExchanges}. */
final class BareApache implements Exchange {
    private static final int CONNECTIONS = 1_000;

    private final URI endpoint;
    private final CloseableHttpClient client;

    BareApache(URI endpoint) {
        this.endpoint = endpoint;
        this.client = HttpClients.custom()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setMaxConnPerRoute(CONNECTIONS)
                        .setMaxConnTotal(CONNECTIONS)
                        .setDefaultConnectionConfig(ConnectionConfig.custom()
                                .setConnectTimeout(Timeout.of(BareExchanges.CONNECT))
                                .setValidateAfterInactivity(TimeValue.ofMilliseconds(100))
                                .build())
                        .build())
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setResponseTimeout(Timeout.of(BareExchanges.EXCHANGE))
                        .setProtocolUpgradeEnabled(false)
                        .setRedirectsEnabled(false)
                        .setAuthenticationEnabled(false)
                        .build())
                .setRoutePlanner(new SystemDefaultRoutePlanner(ProxySelector.getDefault()))
                .disableAutomaticRetries()
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableContentCompression()
                .disableAuthCaching()
                .build();
    }

    @Override
    public void send() throws IOException {
        HttpPost post = new HttpPost(endpoint);
        post.setEntity(new ByteArrayEntity(BODY, ContentType.APPLICATION_JSON));
        client.execute(post, response -> EntityUtils.toByteArray(response.getEntity()));
    }

    @Override
    public void close() throws IOException {
        client.close();
    }
}
