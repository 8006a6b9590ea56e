package io.metriton.core;

import io.metriton.api.OutboxProvider;
import java.util.Comparator;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/** Finds the outbox on the class path or module path. */
final class OutboxSelection {

    private OutboxSelection() {}

    /** The provider with the highest priority, ties by class name; null if there is none. */
    static @Nullable OutboxProvider discover(@Nullable ClassLoader classLoader, @Nullable ClassLoader context) {
        Services<OutboxProvider> services =
                Services.find(OutboxProvider.class, classLoader, context, ServiceLoader::load);
        for (String failure : services.failures()) {
            Log.once(System.Logger.Level.WARNING, "a Metriton outbox cannot be used: " + failure);
        }
        return services.found().stream()
                .min(Comparator.comparingInt(OutboxProvider::priority)
                        .reversed()
                        .thenComparing(each -> each.getClass().getName()))
                .orElse(null);
    }
}
