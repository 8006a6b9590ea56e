package io.metriton.collector.web;

import java.util.Set;

/**
 * Where a server listens.
 *
 * @param host its address
 * @param port its port; 0 for any that is free
 * @param trustedProxies addresses whose {@code X-Forwarded-For} and {@code X-Forwarded-Proto} are believed
 */
public record Listener(String host, int port, Set<String> trustedProxies) {

    /**
     * Checks the addresses of proxies.
     *
     * @throws IllegalArgumentException if one is no address
     */
    public Listener {
        trustedProxies = Set.copyOf(trustedProxies);
        var unused = new ClientAddress(trustedProxies);
    }
}
