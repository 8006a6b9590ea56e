package io.metriton.core.internal.process;

import io.metriton.core.internal.util.UriOrigin;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps the orders ({@code "disable_scout": true}) to stop reporting until the process ends. An order holds for one application
 * and one origin: a plug-in that is silenced silences no other.
 *
 * <p>An order is kept twice. A system property reaches every copy of this class, as "the process" may hold several, once for
 * each class loader that has the SDK in it; a static field holds it where the host puts its system properties back, or forbids
 * them. A property with the value {@code false} takes an order back, as tests need it. Thread-safe.
 */
public final class DisableScoutOrders {
    /**
     * Tools that relocate classes rewrite text that starts with the name of a package; this is the name of the field in the
     * answer, which they leave alone, so that relocated copies know of each other's orders.
     */
    private static final String PREFIX = "disable_scout:";

    /** Bounded: by the applications and endpoints that one process reports for. */
    private static final Set<String> ORDERS = ConcurrentHashMap.newKeySet();

    private DisableScoutOrders() {}

    /** Notes an order. */
    public static void obey(String application, URI endpoint) {
        String property = property(application, endpoint);
        ORDERS.add(property);
        try {
            System.setProperty(property, "true");
        } catch (SecurityException e) {
            // The field holds it for this copy of the SDK; no other can be told.
        }
    }

    /** Whether an order holds for an application and endpoint. */
    public static boolean isStopped(String application, URI endpoint) {
        return isStopped(property(application, endpoint));
    }

    /** As above, by the name of the property, for callers that ask often. */
    public static boolean isStopped(String property) {
        String value = null;
        try {
            value = System.getProperty(property);
        } catch (SecurityException e) {
            // The field counts.
        }
        return value == null ? ORDERS.contains(property) : Boolean.parseBoolean(value);
    }

    /** The system property that holds an order. */
    public static String property(String application, URI endpoint) {
        return PREFIX.concat(application).concat("@").concat(UriOrigin.of(endpoint));
    }
}
