package io.metriton.core;

import static java.util.Objects.requireNonNull;

import io.metriton.api.MetritonConfigurationException;
import io.metriton.api.Transport;
import io.metriton.api.TransportConfig;
import io.metriton.api.TransportProvider;
import io.metriton.core.internal.http.CheckedProxySelector;
import io.metriton.core.internal.http.EnvironmentProxies;
import io.metriton.core.internal.util.Ascii;
import io.metriton.core.internal.util.Log;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Chooses a transport: the one configured by name or class name (builder, then system property, then environment), or
 * else of those found the one with the highest priority, ties by class name.
 */
final class TransportSelection {
    private static final String PROPERTY = "metriton.transport";
    private static final String VARIABLE = "METRITON_TRANSPORT";
    private static final String WAY_OUT = "add one of io.metriton:metriton-transport-socket (no dependency),"
            + " io.metriton:metriton-transport-jdk, io.metriton:metriton-transport-okhttp or"
            + " io.metriton:metriton-transport-apache to the class path or module path, or pass an instance to"
            + " Reporter.Builder.transport(Transport); in a shaded jar merge META-INF/services, with jlink name"
            + " its module in --add-modules";

    private final TransportConfig config;
    private @Nullable String chosenName;
    private final List<Ranked<TransportProvider>> candidates;
    private final List<String> failures;

    TransportSelection(@Nullable ClassLoader classLoader, TransportConfig config) {
        this.config = config;
        Services<TransportProvider> services = Services.find(
                TransportProvider.class, classLoader, Thread.currentThread().getContextClassLoader());
        services.logFailures("transport");
        this.candidates = services.found();
        this.failures = services.failures();
    }

    /**
     * Chooses.
     *
     * @param configured what the builder was given, or null
     * @throws MetritonConfigurationException if there is none, or none of the configured name; the message says so
     */
    Transport choose(@Nullable String configured, Map<String, String> environment) {
        String property = System.getProperty(PROPERTY);
        String variable = environment.get(VARIABLE);
        Transport chosen;
        if (configured != null && !configured.isBlank()) {
            chosen = named(configured, "Reporter.Builder.transport(String)");
        } else if (property != null && !property.isBlank()) {
            chosen = named(property, "the system property " + PROPERTY);
        } else if (variable != null && !variable.isBlank()) {
            chosen = named(variable, "the environment variable " + VARIABLE);
        } else {
            chosen = best();
        }
        if (Log.showsDetails()) {
            Log.once(
                    System.Logger.Level.DEBUG,
                    "transport " + chosenName + " chosen; candidates, best first: " + candidates);
        }
        return chosen;
    }

    /** Of what was chosen. */
    @Nullable
    String chosenName() {
        return chosenName;
    }

    /** What a transport is told of a builder's settings. */
    static TransportConfig config(Reporter.Builder builder, @Nullable EnvironmentProxies environmentProxies) {
        TransportConfig.Builder config = TransportConfig.builder().connectTimeout(builder.connectTimeout);
        if (builder.proxy != null) {
            config.proxySelector(new CheckedProxySelector(builder.proxy));
        }
        if (environmentProxies != null) {
            environmentProxies.configure(config);
        }
        if (builder.sslContext != null) {
            config.sslContext(builder.sslContext);
        }
        return config.build();
    }

    private Transport named(String nameOrClass, String source) {
        String wanted = nameOrClass.strip();
        List<Ranked<TransportProvider>> all = new ArrayList<>(candidates);
        all.add(Ranked.of(new LogTransport.Provider()));
        for (Ranked<TransportProvider> each : all) {
            if (each.isCalled(wanted)) {
                return create(each, source);
            }
        }
        throw BadSetting.because("no transport is called '" + Ascii.printable(wanted) + "', which " + source
                + " asks for; candidates: " + join(all) + failed());
    }

    private Transport create(Ranked<TransportProvider> candidate, String source) {
        try {
            return create(candidate);
        } catch (RuntimeException | LinkageError | ServiceConfigurationError e) {
            throw BadSetting.because(
                    "the transport " + candidate + ", which " + source + " asks for, cannot be made: " + e, e);
        }
    }

    private Transport best() {
        for (Ranked<TransportProvider> candidate : candidates) {
            try {
                return create(candidate);
            } catch (RuntimeException | LinkageError | ServiceConfigurationError e) {
                failures.add(candidate + ": " + e);
                Log.once(System.Logger.Level.WARNING, "a Metriton transport cannot be used: " + candidate + ": " + e);
            }
        }
        throw BadSetting.because("no transport found: " + WAY_OUT + failed());
    }

    private Transport create(Ranked<TransportProvider> candidate) {
        Transport transport = requireNonNull(candidate.provider().create(config), "create() returned no transport");
        chosenName = candidate.name();
        return transport;
    }

    private String failed() {
        return failures.isEmpty() ? "" : "; these could not be used: " + String.join("; ", failures);
    }

    private static String join(List<Ranked<TransportProvider>> candidates) {
        return candidates.stream().map(Ranked::toString).collect(Collectors.joining(", "));
    }
}
