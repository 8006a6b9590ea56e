package io.metriton.core;

import io.metriton.api.InstallIdContext;
import io.metriton.api.InstallIdProvider;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/** Finds install-ID providers and puts them in the order in which they are asked. */
final class InstallIdSelection {

    private InstallIdSelection() {}

    /** Those on the class path or module path, the highest priority first, ties by class name. */
    static List<InstallIdProvider> discover(@Nullable ClassLoader classLoader, @Nullable ClassLoader context) {
        Services<InstallIdProvider> services =
                Services.find(InstallIdProvider.class, classLoader, context, ServiceLoader::load);
        List<String> failures = new ArrayList<>(services.failures());
        List<Ranked> ranked = new ArrayList<>();
        for (InstallIdProvider provider : services.found()) {
            try {
                ranked.add(new Ranked(provider, provider.priority()));
            } catch (RuntimeException | LinkageError | ServiceConfigurationError e) {
                failures.add(provider.getClass().getName() + ": " + e);
            }
        }
        failures.forEach(failure ->
                Log.once(System.Logger.Level.WARNING, "a Metriton install-ID provider cannot be used: " + failure));
        ranked.sort(Comparator.comparingInt(Ranked::priority)
                .reversed()
                .thenComparing(each -> each.provider().getClass().getName()));
        return ranked.stream().map(Ranked::provider).toList();
    }

    /** A provider with its priority, which is asked for once: a comparison must neither throw nor waver. */
    private record Ranked(InstallIdProvider provider, int priority) {}

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
