package io.metriton.core;

import static java.util.Objects.requireNonNull;

import io.metriton.api.MetritonConfigurationException;
import io.metriton.api.Transport;
import io.metriton.api.TransportConfig;
import io.metriton.api.TransportProvider;
import java.util.ArrayList;
import java.util.Collections;
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
    private static final String WAY_OUT = "add one of io.metriton:metriton-transport-urlconnection (no dependency),"
            + " io.metriton:metriton-transport-jdk, io.metriton:metriton-transport-okhttp or"
            + " io.metriton:metriton-transport-apache to the class path or module path, or pass an instance to"
            + " Reporter.Builder.transport(Transport); in a shaded jar merge META-INF/services, with jlink name"
            + " its module in --add-modules";

    private final TransportConfig config;
    private final List<Candidate> candidates = new ArrayList<>();
    private final List<String> failures;

    TransportSelection(@Nullable ClassLoader classLoader, TransportConfig config) {
        this.config = config;
        Services<TransportProvider> services = Services.find(
                TransportProvider.class, classLoader, Thread.currentThread().getContextClassLoader());
        this.failures = new ArrayList<>(services.failures());
        for (TransportProvider provider : services.found()) {
            addCandidate(provider);
        }
        Collections.sort(candidates);
        for (String failure : failures) {
            Log.once(System.Logger.Level.WARNING, "a Metriton transport cannot be used: " + failure);
        }
    }

    /** A transport that was chosen, with its name. */
    record Chosen(String name, Transport transport) {}

    private record Candidate(String name, int priority, TransportProvider provider) implements Comparable<Candidate> {

        /** The best first. */
        @Override
        public int compareTo(Candidate other) {
            int byPriority = Integer.compare(other.priority, priority);
            return byPriority != 0 ? byPriority : className().compareTo(other.className());
        }

        String className() {
            return provider.getClass().getName();
        }

        @Override
        public String toString() {
            return name + " (" + className() + ")";
        }
    }

    /**
     * Chooses.
     *
     * @param configured what the builder was given, or null
     * @throws MetritonConfigurationException if there is none, or none of the configured name; the message says so
     */
    Chosen choose(@Nullable String configured, Map<String, String> environment) {
        String property = System.getProperty(PROPERTY);
        String variable = environment.get(VARIABLE);
        Chosen chosen;
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
                    "transport " + chosen.name() + " chosen; candidates, best first: " + candidates);
        }
        return chosen;
    }

    private Chosen named(String nameOrClass, String source) {
        String wanted = nameOrClass.strip();
        List<Candidate> all = new ArrayList<>(candidates);
        all.add(new Candidate("log", Integer.MIN_VALUE, new LogTransport.Provider()));
        for (Candidate each : all) {
            if (each.name().equalsIgnoreCase(wanted) || each.className().equals(wanted)) {
                return create(each, source);
            }
        }
        throw new MetritonConfigurationException("no transport is called '" + Ascii.printable(wanted) + "', which "
                + source + " asks for; candidates: " + join(all) + failed());
    }

    private Chosen create(Candidate candidate, String source) {
        try {
            return create(candidate);
        } catch (RuntimeException | LinkageError | ServiceConfigurationError e) {
            throw new MetritonConfigurationException(
                    "the transport " + candidate + ", which " + source + " asks for, cannot be made: " + e, e);
        }
    }

    private Chosen best() {
        for (Candidate candidate : candidates) {
            try {
                return create(candidate);
            } catch (RuntimeException | LinkageError | ServiceConfigurationError e) {
                failures.add(candidate + ": " + e);
                Log.once(System.Logger.Level.WARNING, "a Metriton transport cannot be used: " + candidate + ": " + e);
            }
        }
        throw new MetritonConfigurationException("no transport found: " + WAY_OUT + failed());
    }

    private Chosen create(Candidate candidate) {
        Transport transport = candidate.provider().create(config);
        return new Chosen(candidate.name(), requireNonNull(transport, "create() returned no transport"));
    }

    private void addCandidate(TransportProvider provider) {
        try {
            String name = requireNonNull(provider.name(), "name() returned no name");
            candidates.add(new Candidate(name, provider.priority(), provider));
        } catch (RuntimeException | LinkageError | ServiceConfigurationError e) {
            failures.add(provider.getClass().getName() + ": " + e);
        }
    }

    private String failed() {
        return failures.isEmpty() ? "" : "; these could not be used: " + String.join("; ", failures);
    }

    private static String join(List<Candidate> candidates) {
        return candidates.stream().map(Candidate::toString).collect(Collectors.joining(", "));
    }
}
