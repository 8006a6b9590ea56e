package io.metriton.core;

import io.metriton.api.InstallIdContext;
import io.metriton.api.InstallIdProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
        services.logFailures("install-ID provider");
        List<InstallIdProvider> inOrder = new ArrayList<>();
        for (Ranked<InstallIdProvider> each : services.found()) {
            inOrder.add(each.provider());
        }
        return inOrder;
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
