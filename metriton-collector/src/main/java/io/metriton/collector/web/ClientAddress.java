package io.metriton.collector.web;

import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * By which address a request is limited. {@code X-Forwarded-For} counts only where the connection comes from a proxy
 * that is trusted, and then only up to the last address that is none. Of an IPv6 address the first 64 bits count: they
 * are one customer's. Immutable.
 */
final class ClientAddress {

    private static final int NETWORK_BYTES = 8;

    private final Set<InetAddress> proxies;

    /**
     * Trusts some proxies.
     *
     * @param proxies their addresses
     * @throws IllegalArgumentException if one is no address
     */
    ClientAddress(Set<String> proxies) {
        this.proxies = proxies.stream()
                .map(proxy -> NumericAddress.of(proxy)
                        .orElseThrow(() -> new IllegalArgumentException("a trusted proxy must be an address such as"
                                + " 192.0.2.1 or 2001:db8::1, and no name: " + proxy)))
                .collect(Collectors.toUnmodifiableSet());
    }

    String of(HttpServletRequest request) {
        Optional<InetAddress> address = NumericAddress.of(request.getRemoteAddr());
        List<String> hops = hops(request);
        for (int i = hops.size() - 1; i >= 0 && isProxy(address); i--) {
            address = NumericAddress.of(hops.get(i));
        }
        // Not an address, whatever a proxy may have meant by it: all of these share one limit.
        return address.map(ClientAddress::network).orElse("no address");
    }

    /** All hops of all lines: a proxy may write a line of its own behind those that the client sent. */
    private static List<String> hops(HttpServletRequest request) {
        List<String> hops = new ArrayList<>();
        for (String line : Collections.list(request.getHeaders("X-Forwarded-For"))) {
            Collections.addAll(hops, line.split(",", -1));
        }
        return hops;
    }

    private boolean isProxy(Optional<InetAddress> address) {
        return address.filter(proxies::contains).isPresent();
    }

    boolean isSecure(HttpServletRequest request) {
        return request.isSecure()
                || (isProxy(NumericAddress.of(request.getRemoteAddr()))
                        && "https".equalsIgnoreCase(request.getHeader("X-Forwarded-Proto")));
    }

    private static String network(InetAddress address) {
        byte[] bytes = address.getAddress();
        return HexFormat.of().formatHex(bytes, 0, Math.min(NETWORK_BYTES, bytes.length));
    }
}
