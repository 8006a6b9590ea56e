package io.metriton.core.internal.http;

import io.metriton.core.internal.util.UriOrigin;
import java.net.IDN;
import java.net.URI;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * The hosts that {@code NO_PROXY} excepts, by the rules of Go's {@code golang.org/x/net/http/httpproxy}: entries separated by
 * commas; {@code *} excepts everything; {@code example.org} the host and what is below it, {@code .example.org} and
 * {@code *.example.org} only what is below it; IP addresses and blocks; all but blocks perhaps with a port; and localhost and
 * loopback addresses always. Names are compared as text, also with an address: {@code .0.1} excepts {@code 10.0.0.1}.
 * Immutable and thread-safe.
 */
final class NoProxy {
    private final String[] entries;

    NoProxy(String value) {
        this.entries = value.split(",", -1);
    }

    boolean excepts(URI uri) {
        String literal = host(uri);
        Optional<byte[]> address = IpLiteral.address(literal);
        // In lower case only, as Go compares it before it folds the case.
        if (literal.equals("localhost") || address.filter(IpLiteral::isLoopback).isPresent()) {
            return true;
        }
        String host = literal.toLowerCase(Locale.ROOT);
        String port = String.valueOf(UriOrigin.port(uri));
        for (String entry : entries) {
            if (matches(entry.strip().toLowerCase(Locale.ROOT), host, address, port)) {
                return true;
            }
        }
        return false;
    }

    /** Without the brackets of IPv6, and the zone as it is meant: a URI has to escape its percent sign (RFC 6874). */
    private static String host(URI uri) {
        String host = uri.getHost();
        return host.startsWith("[") ? host.substring(1, host.length() - 1).replace("%25", "%") : host;
    }

    private static boolean matches(String entry, String host, Optional<byte[]> address, String port) {
        if (entry.equals("*")) {
            return true;
        }
        Optional<IpLiteral.Block> block = IpLiteral.block(entry);
        if (block.isPresent()) {
            return address.filter(block.get()::contains).isPresent();
        }
        String name = entry;
        int colon = portColon(entry);
        if (colon >= 0) {
            String wanted = entry.substring(colon + 1);
            if (!wanted.isEmpty() && !wanted.equals(port)) {
                return false;
            }
            name = entry.startsWith("[") ? entry.substring(1, colon - 1) : entry.substring(0, colon);
        }
        Optional<byte[]> excepted = IpLiteral.address(name);
        if (excepted.isPresent()) {
            return address.filter(each -> Arrays.equals(each, excepted.get())).isPresent();
        }
        return !name.isEmpty() && matchesName(name, host);
    }

    private static boolean matchesName(String name, String host) {
        String suffix = name.startsWith("*.") ? name.substring(1) : name;
        boolean below = suffix.startsWith(".");
        String domain = ascii(below ? suffix.substring(1) : suffix);
        return host.endsWith("." + domain) || (!below && host.equals(domain));
    }

    /** Where the port of {@code host:port} or {@code [address]:port} begins; -1 if there is none, as in a bare IPv6 address. */
    private static int portColon(String entry) {
        int colon = entry.lastIndexOf(':');
        if (colon < 0) {
            return -1;
        }
        String host = entry.substring(0, colon);
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        String inner = bracketed ? host.substring(1, host.length() - 1) : host;
        boolean plain = inner.indexOf('[') < 0
                && inner.indexOf(']') < 0
                && entry.indexOf(']', colon) < 0
                && entry.indexOf('[', colon) < 0;
        return plain && (bracketed || inner.indexOf(':') < 0) ? colon : -1;
    }

    /** As the host in a URI is written (RFC 3492); what cannot be, stays as it is. */
    private static String ascii(String name) {
        try {
            return name.chars().allMatch(c -> c < 128) ? name : IDN.toASCII(name);
        } catch (IllegalArgumentException e) {
            return name;
        }
    }
}
