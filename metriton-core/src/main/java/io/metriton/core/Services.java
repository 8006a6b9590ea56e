package io.metriton.core;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Spliterator;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Finds service providers: each failure isolated and named, duplicates by class name removed, the others instantiated.
 *
 * @param <S> the type of the service
 * @param found the providers, in no particular order
 * @param failures what could not be loaded and why, for people
 */
record Services<S>(List<S> found, List<String> failures) {
    /** A loader that fails without end, as on a file system that is gone, must not be asked without end. */
    private static final int MAX_FAILURES = 50;

    /**
     * Looks with the given class loader; without one with that of the SPI, and if that has none, with the context class
     * loader of the thread that built the reporter. {@code load} is {@code ServiceLoader::load}, called from the module that uses the service.
     */
    static <S> Services<S> find(
            Class<S> service,
            @Nullable ClassLoader given,
            @Nullable ClassLoader context,
            BiFunction<Class<S>, ClassLoader, ServiceLoader<S>> load) {
        if (given != null) {
            return load(load.apply(service, given));
        }
        Services<S> ours = load(load.apply(service, service.getClassLoader()));
        if (!ours.found.isEmpty() || context == null || context == service.getClassLoader()) {
            return ours;
        }
        Services<S> theirs = load(load.apply(service, context));
        List<String> failures = new ArrayList<>(ours.failures);
        theirs.failures.stream().filter(failure -> !failures.contains(failure)).forEach(failures::add);
        return new Services<>(theirs.found, failures);
    }

    private static <S> Services<S> load(ServiceLoader<S> loader) {
        Map<String, S> found = new LinkedHashMap<>();
        List<String> failures = new ArrayList<>();
        Spliterator<ServiceLoader.Provider<S>> providers = loader.stream().spliterator();
        boolean more = true;
        while (more && failures.size() < MAX_FAILURES) {
            try {
                more = providers.tryAdvance(provider -> instantiate(provider, found, failures));
            } catch (ServiceConfigurationError | LinkageError | RuntimeException e) {
                failures.add(describe(e)); // A line that names no class that can be loaded; the next may do.
            }
        }
        return new Services<>(List.copyOf(found.values()), List.copyOf(failures));
    }

    private static <S> void instantiate(
            ServiceLoader.Provider<S> provider, Map<String, S> found, List<String> failures) {
        String name = provider.type().getName();
        if (found.containsKey(name)) {
            return;
        }
        try {
            found.put(name, provider.get());
        } catch (ServiceConfigurationError | LinkageError | RuntimeException e) {
            failures.add(name + ": " + describe(e));
        }
    }

    private static String describe(Throwable failure) {
        Throwable cause = failure.getCause();
        return cause == null ? String.valueOf(failure.getMessage()) : failure.getMessage() + " (" + cause + ")";
    }
}
