package io.metriton.core;

import io.metriton.api.InstallIdContext;
import io.metriton.api.InstallIdProvider;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Which install-ID providers are asked: the one that was given alone, or those that are found, in order.
 *
 * @param context the class loader of whoever built the reporter: who reports first may have another
 */
record InstallIdSelection(
        @Nullable InstallIdProvider given,
        @Nullable ClassLoader classLoader,
        @Nullable ClassLoader context) implements Supplier<List<InstallIdProvider>> {

    @Override
    public List<InstallIdProvider> get() {
        return given != null ? List.of(given) : discover(classLoader, context);
    }

    /** Those on the class path or module path, the highest priority first, ties by class name. */
    static List<InstallIdProvider> discover(@Nullable ClassLoader classLoader, @Nullable ClassLoader context) {
        Services<InstallIdProvider> services = Services.find(InstallIdProvider.class, classLoader, context);
        List<String> failures = new ArrayList<>(services.failures());
        List<Ranked> ranked = new ArrayList<>();
        for (InstallIdProvider provider : services.found()) {
            try {
                ranked.add(new Ranked(provider, provider.priority()));
            } catch (RuntimeException | LinkageError | ServiceConfigurationError e) {
                failures.add(provider.getClass().getName() + ": " + e);
            }
        }
        for (String failure : failures) {
            Log.once(System.Logger.Level.WARNING, "a Metriton install-ID provider cannot be used: " + failure);
        }
        Collections.sort(ranked);
        List<InstallIdProvider> inOrder = new ArrayList<>();
        for (Ranked each : ranked) {
            inOrder.add(each.provider());
        }
        return inOrder;
    }

    /** A provider with its priority, which is asked for once: a comparison must neither throw nor waver. */
    private record Ranked(InstallIdProvider provider, int priority) implements Comparable<Ranked> {

        /** The first to be asked first. */
        @Override
        public int compareTo(Ranked other) {
            int byPriority = Integer.compare(other.priority, priority);
            return byPriority != 0
                    ? byPriority
                    : provider.getClass()
                            .getName()
                            .compareTo(other.provider.getClass().getName());
        }
    }

    /** The id that the application itself gave. */
    record Given(String id) implements InstallIdProvider {

        @Override
        public Optional<String> installId(InstallIdContext context) {
            return Optional.of(id);
        }

        @Override
        public String source(InstallIdContext context) {
            return "given by the application";
        }
    }
}
