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
     * address is none of the server's business (RFC 6874, section 1). Only a link-local address needs its zone.
     *
     * @throws NotSentException if the zone cannot be left out
     */
    static URI forClient(URI endpoint) throws IOException {
        String host = endpoint.getHost();
        int percent = host == null ? -1 : host.indexOf('%');
        if (percent < 0) {
            return endpoint;
        }
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
            return new URI(endpoint.toString().replace(host, address));
        } catch (URISyntaxException e) {
            throw new NotSentException("no endpoint: " + endpoint, e);
        }
    }
}
