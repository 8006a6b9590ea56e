package io.metriton.collector.web;

import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/**
 * By which address a request is limited. {@code X-Forwarded-For} counts only where the connection comes from a proxy
 * that is trusted, and then only up to the last address that is none. Of an IPv6 address the first 64 bits count: they
 * are one customer's. Immutable.
 */
final class ClientAddress {

    private static final int NETWORK_BYTES = 8;

    private final Set<String> proxies;

    ClientAddress(Set<String> proxies) {
        this.proxies = Set.copyOf(proxies);
    }

    String of(HttpServletRequest request) {
        String address = request.getRemoteAddr();
        if (!proxies.contains(address)) {
            return network(address);
        }
        String forwarded = request.getHeader("X-Forwarded-For");
        List<String> hops = forwarded == null ? List.of() : Arrays.asList(forwarded.split(",", -1));
        for (int i = hops.size() - 1; i >= 0; i--) {
            address = hops.get(i).strip();
            if (!proxies.contains(address)) {
                return network(address);
            }
        }
        return network(address);
    }

    boolean isSecure(HttpServletRequest request) {
        return request.isSecure()
                || (proxies.contains(request.getRemoteAddr())
                        && "https".equalsIgnoreCase(request.getHeader("X-Forwarded-Proto")));
    }

    private static String network(String address) {
        boolean literal = address.length() <= 64
                && address.chars().allMatch(c -> Character.digit(c, 16) >= 0 || c == ':' || c == '.');
        if (!literal || !address.contains(":")) {
            return literal ? address : "no address";
        }
        try {
            byte[] bytes = InetAddress.getByName(address).getAddress();
            return HexFormat.of().formatHex(bytes, 0, Math.min(NETWORK_BYTES, bytes.length));
        } catch (UnknownHostException e) {
            // Not an address, whatever a proxy may have meant by it: all of these share one limit.
            return "no address";
        }
    }
}
