package io.metriton.api;

import java.io.IOException;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Asks a selector for the proxy of an endpoint, and says in plain words what is wrong with a selector. Stateless. */
final class ProxyChoice {

    private ProxyChoice() {}

    static Proxy first(ProxySelector selector, URI endpoint) throws IOException {
        List<Proxy> proxies = select(selector, endpoint);
        if (proxies == null) {
            throw new IOException(
                    name(selector) + " gave null: it must give a list of proxies, Proxy.NO_PROXY for none");
        }
        if (proxies.isEmpty()) {
            return Proxy.NO_PROXY;
        }
        @Nullable Proxy first = proxies.get(0);
        if (first == null) {
            throw new IOException(name(selector) + " gave null in place of a proxy: Proxy.NO_PROXY means none");
        }
        return first;
    }

    private static @Nullable List<Proxy> select(ProxySelector selector, URI endpoint) throws IOException {
        try {
            return selector.select(endpoint);
        } catch (RuntimeException e) {
            throw new IOException(name(selector) + " failed: " + e, e);
        }
    }

    private static String name(ProxySelector selector) {
        return "the proxy selector " + selector.getClass().getName();
    }
}
