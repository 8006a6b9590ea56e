package io.metriton.core.internal.process;

import java.net.URI;
import java.util.Locale;

/**
 * Which origins ordered ({@code "disable_scout": true}) to be left in peace until the process ends.
 *
 * <p>The orders are kept in system properties and not in a static field, because "the process" may hold this class
 * several times, once for each class loader that has the SDK in it.
 */
public final class DisableScoutOrders {
    private static final String PREFIX = "metriton.stopped.";

    private DisableScoutOrders() {}

    public static void obey(URI endpoint) {
        System.setProperty(property(endpoint), "true");
    }

    public static boolean isStopped(URI endpoint) {
        return isStopped(property(endpoint));
    }

    /** As above, for who asks often. */
    public static boolean isStopped(String property) {
        return Boolean.getBoolean(property);
    }

    /** The system property that holds an order: so that it reaches every class loader. */
    public static String property(URI endpoint) {
        return PREFIX.concat(origin(endpoint));
    }

    /** Scheme, host and port (RFC 6454, section 4). */
    public static String origin(URI uri) {
        return uri.getScheme().toLowerCase(Locale.ROOT) + "://" + uri.getHost().toLowerCase(Locale.ROOT) + ":"
                + port(uri);
    }

    public static int port(URI uri) {
        int implied = "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
        return uri.getPort() >= 0 ? uri.getPort() : implied;
    }
}
