package io.metriton.core;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Spliterator;
import java.util.function.Consumer;
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
     * loader of the thread that built the reporter.
     */
    static <S> Services<S> find(Class<S> service, @Nullable ClassLoader given, @Nullable ClassLoader context) {
        if (given != null) {
            return load(ServiceLoader.load(service, given));
        }
        Services<S> ours = load(ServiceLoader.load(service, service.getClassLoader()));
        if (!ours.found.isEmpty() || context == null || context == service.getClassLoader()) {
            return ours;
        }
        Services<S> theirs = load(ServiceLoader.load(service, context));
        List<String> failures = new ArrayList<>(ours.failures);
        for (String failure : theirs.failures) {
            if (!failures.contains(failure)) {
                failures.add(failure);
            }
        }
        return new Services<>(theirs.found, failures);
    }

    private static <S> Services<S> load(ServiceLoader<S> loader) {
        Collector<S> collector = new Collector<>();
        List<String> failures = collector.failures;
        Spliterator<ServiceLoader.Provider<S>> providers = loader.stream().spliterator();
        boolean more = true;
        while (more && failures.size() < MAX_FAILURES) {
            try {
                more = providers.tryAdvance(collector);
            } catch (ServiceConfigurationError | LinkageError | RuntimeException e) {
                failures.add(describe(e)); // A line that names no class that can be loaded; the next may do.
            }
        }
        return new Services<>(List.copyOf(collector.found.values()), List.copyOf(failures));
    }

    /** Instantiates one after the other. */
    private static final class Collector<S> implements Consumer<ServiceLoader.Provider<S>> {
        private final Map<String, S> found = new LinkedHashMap<>();
        private final List<String> failures = new ArrayList<>();

        @Override
        public void accept(ServiceLoader.Provider<S> provider) {
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
    }

    private static String describe(Throwable failure) {
        Throwable cause = failure.getCause();
        return cause == null ? String.valueOf(failure.getMessage()) : failure.getMessage() + " (" + cause + ")";
    }
}
