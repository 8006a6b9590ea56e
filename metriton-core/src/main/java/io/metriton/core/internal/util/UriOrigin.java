package io.metriton.core.internal.util;

import java.net.URI;
import java.util.Locale;

/** The origin of an absolute http or https URI (RFC 6454, section 4). Stateless. */
public final class UriOrigin {
    private UriOrigin() {}

    /** Scheme, host and port. */
    public static String of(URI uri) {
        return uri.getScheme().toLowerCase(Locale.ROOT) + "://" + uri.getHost().toLowerCase(Locale.ROOT) + ":"
                + port(uri);
    }

    /** As the URI says, or as its scheme implies. */
    public static int port(URI uri) {
        int implied = "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
        return uri.getPort() >= 0 ? uri.getPort() : implied;
    }
}
