package io.metriton.core;

import io.metriton.api.TransportConfig;
import org.jspecify.annotations.Nullable;

/** What a transport is told of a builder's settings; apart, so that nothing of it is loaded after an opt-out. */
final class TransportSettings {

    private TransportSettings() {}

    static TransportConfig of(Reporter.Builder builder, @Nullable EnvironmentProxies environmentProxies) {
        TransportConfig.Builder config = TransportConfig.builder().connectTimeout(builder.connectTimeout);
        if (builder.proxy != null) {
            config.proxySelector(builder.proxy);
        }
        if (environmentProxies != null) {
            config.proxySelector(environmentProxies).proxyCredentials(environmentProxies);
        }
        if (builder.sslContext != null) {
            config.sslContext(builder.sslContext);
        }
        return config.build();
    }
}
