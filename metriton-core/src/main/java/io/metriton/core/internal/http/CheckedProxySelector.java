package io.metriton.core.internal.http;

import io.metriton.core.internal.util.ClassNames;
import java.io.IOException;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Wraps a selector and says what it did wrong, where a transport would fail without a message. Thread-safe. */
public final class CheckedProxySelector extends ProxySelector {
    private final ProxySelector selector;

    public CheckedProxySelector(ProxySelector selector) {
        this.selector = selector;
    }

    @Override
    public List<Proxy> select(URI uri) {
        return select(selector, uri);
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException failure) {
        selector.connectFailed(uri, address, failure);
    }

    /**
     * Asks a selector.
     *
     * @throws IllegalStateException if it returns null, which its contract forbids
     */
    static List<Proxy> select(ProxySelector selector, URI uri) {
        @Nullable List<Proxy> proxies = selector.select(uri);
        if (proxies == null) {
            throw new IllegalStateException("the ProxySelector " + ClassNames.of(selector)
                    + " returned null: it has to return Proxy.NO_PROXY for a direct connection");
        }
        return proxies;
    }
}
