package io.metriton.core;

import io.metriton.api.InstallIdContext;
import io.metriton.api.InstallIdProvider;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/** Finds install-ID providers and puts them in the order in which they are asked. */
final class InstallIdSelection {

    private InstallIdSelection() {}

    /** Those on the class path or module path, the highest priority first, ties by class name. */
    static List<InstallIdProvider> discover(@Nullable ClassLoader classLoader) {
        Services<InstallIdProvider> services = Services.find(InstallIdProvider.class, classLoader, ServiceLoader::load);
        services.failures()
                .forEach(failure -> Log.once(
                        System.Logger.Level.WARNING, "a Metriton install-ID provider cannot be used: " + failure));
        List<InstallIdProvider> providers = new ArrayList<>(services.found());
        providers.sort(Comparator.comparingInt(InstallIdProvider::priority)
                .reversed()
                .thenComparing(provider -> provider.getClass().getName()));
        return providers;
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
