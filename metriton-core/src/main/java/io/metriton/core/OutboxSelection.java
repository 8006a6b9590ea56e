package io.metriton.core;

import io.metriton.api.OutboxProvider;
import org.jspecify.annotations.Nullable;

/** Finds the outbox on the class path or module path. */
final class OutboxSelection {

    private OutboxSelection() {}

    /** The provider with the highest priority, ties by class name; null if there is none. */
    static @Nullable OutboxProvider discover(@Nullable ClassLoader classLoader, @Nullable ClassLoader context) {
        Services<OutboxProvider> services = Services.find(OutboxProvider.class, classLoader, context);
        for (String failure : services.failures()) {
            Log.once(System.Logger.Level.WARNING, "a Metriton outbox cannot be used: " + failure);
        }
        OutboxProvider best = null;
        for (OutboxProvider each : services.found()) {
            best = best == null || compare(each, best) < 0 ? each : best;
        }
        return best;
    }

    private static int compare(OutboxProvider one, OutboxProvider other) {
        int byPriority = Integer.compare(other.priority(), one.priority());
        return byPriority != 0
                ? byPriority
                : one.getClass().getName().compareTo(other.getClass().getName());
    }
}
