package io.metriton.core.internal.report;

import io.metriton.core.internal.report.ReporterSettings.Loaders;
import io.metriton.core.internal.util.Log;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.Spliterator;
import java.util.function.Consumer;

/**
 * Finds service providers: each failure isolated and named, duplicates by class name removed, the others instantiated and
 * put in order. One thread.
 *
 * @param <S> the type of the service
 */
public final class Services<S> implements Consumer<ServiceLoader.Provider<S>> {
    /** A loader that fails without end, as on a file system that is gone, must not be asked without end. */
    private static final int MAX_FAILURES = 50;

    private final Set<String> seen = new HashSet<>();
    private final List<ProviderCandidate<S>> found = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();

    private Services() {}

    /**
     * Looks with the given class loader; without one with that of the SPI, and if that has none, with the context class
     * loader of the thread that built the reporter.
     */
    public static <S> Services<S> find(Class<S> service, Loaders loaders) {
        ClassLoader given = loaders.given();
        ClassLoader context = loaders.context().get();
        Services<S> services = new Services<>();
        services.load(ServiceLoader.load(service, given != null ? given : service.getClassLoader()));
        if (given == null && services.found.isEmpty() && context != null && context != service.getClassLoader()) {
            services.load(ServiceLoader.load(service, context));
        }
        if (services.found.size() > 1) { // Rarely; the first sort of a JVM loads classes.
            Collections.sort(services.found);
        }
        return services;
    }

    /** The providers, the best first. */
    public List<ProviderCandidate<S>> found() {
        return found;
    }

    /** What could not be loaded and why, in words. */
    List<String> failures() {
        return failures;
    }

    /** Logs what could not be loaded, and why. */
    public void logFailures(String what) {
        for (String failure : failures) {
            Log.once(System.Logger.Level.WARNING, "a Metriton " + what + " cannot be used: " + failure);
        }
    }

    private void load(ServiceLoader<S> loader) {
        Spliterator<ServiceLoader.Provider<S>> providers = loader.stream().spliterator();
        boolean more = true;
        for (int failed = 0; more && failed < MAX_FAILURES; ) {
            try {
                more = providers.tryAdvance(this);
            } catch (Throwable e) {
                failed++;
                fail(describe(e)); // A line that names no class that can be loaded; the next may do.
            }
        }
    }

    /** Instantiates one. */
    @Override
    public void accept(ServiceLoader.Provider<S> provider) {
        String name = provider.type().getName();
        if (seen.contains(name)) {
            return;
        }
        S service;
        try {
            service = provider.get();
            seen.add(name);
        } catch (Throwable e) {
            fail(name + ": " + describe(e));
            return;
        }
        try {
            found.add(ProviderCandidate.of(service));
        } catch (Throwable e) {
            fail(name + ": " + e);
        }
    }

    private void fail(String what) {
        if (!failures.contains(what)) { // The second loader may say the same.
            failures.add(what);
        }
    }

    private static String describe(Throwable failure) {
        Throwable cause = failure.getCause();
        return cause == null ? String.valueOf(failure.getMessage()) : failure.getMessage() + " (" + cause + ")";
    }
}
