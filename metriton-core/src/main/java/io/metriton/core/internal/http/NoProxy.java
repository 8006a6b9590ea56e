package io.metriton.core.internal.http;

import io.metriton.core.internal.process.DisableScoutOrders;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The hosts that {@code NO_PROXY} excepts, by the rules of Go's {@code net/http}: entries separated by commas; {@code *}
 * excepts everything; {@code example.org} the host and what is below it, {@code .example.org} only what is below it; IP
 * addresses and CIDR blocks; each perhaps with a port; and localhost always. Immutable.
 */
public final class NoProxy {
    private static final byte[] IPV6_LOOPBACK = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};

    private final List<String> entries = new ArrayList<>();

    public NoProxy(String value) {
        for (String entry : value.split(",", -1)) {
            if (!entry.isBlank()) {
                entries.add(entry.strip().toLowerCase(Locale.ROOT));
            }
        }
    }

    public boolean excepts(URI uri) {
        String host = unbracketed(uri.getHost()).toLowerCase(Locale.ROOT);
        byte[] address = isLiteral(host) ? address(host) : new byte[0];
        if (host.equals("localhost") || isLoopback(address)) {
            return true;
        }
        int port = DisableScoutOrders.port(uri);
        for (String entry : entries) {
            if (matches(entry, host, address, port)) {
                return true;
            }
        }
        return false;
    }

    private static boolean matches(String entry, String host, byte[] address, int port) {
        if (entry.equals("*")) {
            return true;
        }
        if (entry.contains("/")) {
            return address.length > 0 && inBlock(address, entry);
        }
        String name = entry;
        int colon = entry.lastIndexOf(':');
        if (colon > 0 && (entry.indexOf(':') == colon || entry.charAt(colon - 1) == ']')) {
            if (!entry.substring(colon + 1).equals(String.valueOf(port))) {
                return false;
            }
            name = entry.substring(0, colon);
        }
        name = unbracketed(name);
        if (address.length > 0) {
            return isLiteral(name) && Arrays.equals(address, address(name));
        }
        String suffix = name.startsWith("*.") ? name.substring(1) : name;
        return suffix.startsWith(".") ? host.endsWith(suffix) : host.equals(suffix) || host.endsWith("." + suffix);
    }

    private static boolean inBlock(byte[] address, String block) {
        String[] parts = block.split("/", 2);
        if (!isLiteral(parts[0]) || !parts[1].matches("\\d{1,3}")) {
            return false;
        }
        byte[] network = address(parts[0]);
        int bits = Integer.parseInt(parts[1]);
        if (network.length != address.length || bits > network.length * 8) {
            return false;
        }
        for (int bit = 0; bit < bits; bit++) {
            int mask = 0x80 >> (bit % 8);
            if ((network[bit / 8] & mask) != (address[bit / 8] & mask)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isLoopback(byte[] address) {
        return (address.length == 4 && address[0] == 127) || Arrays.equals(address, IPV6_LOOPBACK);
    }

    /** Whether a text is an IP address, for which nothing has to be looked up. */
    private static boolean isLiteral(String host) {
        return host.indexOf(':') >= 0 || isIpv4(host);
    }

    /** Four numbers up to 255, of one to three digits; what has a leading zero and three of them may be octal. */
    private static boolean isIpv4(String host) {
        int numbers = 0;
        int start = 0;
        for (int i = 0; i <= host.length(); i++) {
            if (i == host.length() || host.charAt(i) == '.') {
                int digits = i - start;
                boolean octal = digits == 3 && host.charAt(start) == '0';
                if (digits < 1 || digits > 3 || octal || Integer.parseInt(host.substring(start, i)) > 255) {
                    return false;
                }
                numbers++;
                start = i + 1;
            } else if (host.charAt(i) < '0' || host.charAt(i) > '9') {
                return false;
            }
        }
        return numbers == 4;
    }

    private static byte[] address(String literal) {
        try {
            // In brackets it can only be an IPv6 address, and nothing is looked up even if it is none.
            return InetAddress.getByName(literal.contains(":") ? "[" + literal + "]" : literal)
                    .getAddress();
        } catch (UnknownHostException e) {
            return new byte[0]; // Looks like an address and is none: matches nothing.
        }
    }

    private static String unbracketed(String host) {
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }
}
