package io.metriton.transport.jdk;

import io.metriton.api.NotSentException;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;

/** Endpoints that the client does not understand as they are. Stateless. */
final class Endpoint {

    private Endpoint() {}

    /**
     * The endpoint as the client may have it. It writes the host as it is into the Host header, where the zone of an IPv6
     * address is none of the server's business (RFC 6874, section 1). Only a link-local address needs its zone. For TLS it has
     * no name that ends with a dot, nor has any certificate: there it is left out, as by the other clients.
     *
     * @throws NotSentException if the zone cannot be left out
     */
    static URI forClient(URI endpoint) throws IOException {
        String host = endpoint.getHost();
        if (host == null) {
            return endpoint;
        }
        if (host.endsWith(".") && "https".equalsIgnoreCase(endpoint.getScheme())) {
            return withHost(endpoint, host, host.substring(0, host.length() - 1));
        }
        return host.indexOf('%') < 0 ? endpoint : withoutZone(endpoint, host);
    }

    private static URI withoutZone(URI endpoint, String host) throws IOException {
        int percent = host.indexOf('%');
        String address = host.substring(0, percent) + "]";
        // A literal: nothing is looked up.
        if (InetAddress.getByName(address) instanceof Inet6Address local && local.isLinkLocalAddress()) {
            throw new NotSentException("the JDK's HTTP client cannot send to an address of one link, " + host
                    + ": choose the transport socket");
        }
        return withHost(endpoint, host, address);
    }

    private static URI withHost(URI endpoint, String host, String address) throws IOException {
        try {
            String text = endpoint.toString();
            int at = text.indexOf(host, text.indexOf("://"));
            return new URI(text.substring(0, at) + address + text.substring(at + host.length()));
        } catch (URISyntaxException e) {
            throw new NotSentException("no endpoint: " + endpoint, e);
        }
    }
}
