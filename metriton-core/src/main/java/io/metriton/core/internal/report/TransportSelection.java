package io.metriton.core.internal.report;

import static java.util.Objects.requireNonNull;

import io.metriton.api.MetritonConfigurationException;
import io.metriton.api.Transport;
import io.metriton.api.TransportConfig;
import io.metriton.api.TransportProvider;
import io.metriton.core.internal.http.CheckedProxySelector;
import io.metriton.core.internal.http.EnvironmentProxies;
import io.metriton.core.internal.report.ReporterSettings.Sending;
import io.metriton.core.internal.util.Ascii;
import io.metriton.core.internal.util.ClassNames;
import io.metriton.core.internal.util.Log;
import io.metriton.core.internal.util.Thrown;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Chooses a transport: {@code log}, if the user asks for it; else what the application passed; else the one configured by
 * name or class name (builder, then system property, then environment); else of those found the one with the highest
 * priority, ties by class name. A name of the user's that no transport has is a problem, unless the application passed an
 * instance. One use.
 */
final class TransportSelection {
    private static final String WAY_OUT = "add one of io.metriton:metriton-transport-socket (no dependency),"
            + " io.metriton:metriton-transport-jdk, io.metriton:metriton-transport-okhttp or"
            + " io.metriton:metriton-transport-apache to the class path or module path, or pass an instance to"
            + " Reporter.Builder.transport(Transport); in a shaded jar merge META-INF/services, with jlink name"
            + " its module in --add-modules";

    private static final List<String> OWN_NAMES = List.of("socket", "jdk", "okhttp", "apache");

    private final ReporterSettings settings;
    private final Sending sending;
    private final TransportConfig config;
    private final List<ProviderCandidate<TransportProvider>> candidates = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();
    private boolean discovered;

    TransportSelection(ReporterSettings settings, @Nullable EnvironmentProxies proxies) {
        this.settings = settings;
        this.sending = settings.sending();
        this.config = config(sending, proxies);
    }

    /** What a transport is told of the settings. */
    private static TransportConfig config(Sending sending, @Nullable EnvironmentProxies proxies) {
        TransportConfig.Builder config = TransportConfig.builder().connectTimeout(sending.connectTimeout());
        if (sending.proxy() != null) {
            config.proxySelector(new CheckedProxySelector(sending.proxy()));
        }
        if (proxies != null) {
            proxies.configure(config);
        }
        if (sending.sslContext() != null) {
            config.sslContext(sending.sslContext());
        }
        return config.build();
    }

    /** What was chosen, or what is wrong with the user's choice. */
    static final class Chosen {
        private final @Nullable Transport transport;
        private final String name;
        private final boolean owned;
        private final @Nullable String problem;

        private Chosen(@Nullable Transport transport, String name, boolean owned, @Nullable String problem) {
            this.transport = transport;
            this.name = name;
            this.owned = owned;
            this.problem = problem;
        }

        private static Chosen problem(@Nullable String problem) {
            return new Chosen(null, "none", false, String.valueOf(problem));
        }

        /** Why the user's choice cannot be followed; null if it can. */
        @Nullable
        String problem() {
            return problem;
        }

        Transport transport() {
            return requireNonNull(transport, "no transport was chosen");
        }

        String name() {
            return name;
        }

        /** Whether it is the reporter's to close. */
        boolean isOwned() {
            return owned;
        }

        boolean isDryRun() {
            return transport instanceof LogTransport;
        }

        void close() {
            if (owned && transport != null) {
                try {
                    transport.close();
                } catch (Throwable e) {
                    // Nobody expects try-with-resources to throw because of telemetry.
                    Thrown.restoreInterrupt(e);
                    Log.once(
                            System.Logger.Level.WARNING,
                            "the transport " + name + " could not be closed: " + Thrown.text(e));
                }
            }
        }
    }

    /**
     * Chooses.
     *
     * @throws MetritonConfigurationException if there is no transport, or none of the name that the application asks for
     */
    Chosen choose() {
        UserChoice user = UserChoice.of(settings.environment());
        if (user.isLog()) {
            return create(new ProviderCandidate<>(new LogTransport.Provider(), UserChoice.LOG, 0));
        }
        if (sending.transport() != null) {
            return new Chosen(sending.transport(), ClassNames.of(sending.transport()), false, null);
        }
        if (sending.provider() != null) {
            ProviderCandidate<TransportProvider> given = given(sending.provider());
            return !given.isCalled(user.name()) && isUnknown(user)
                    ? unknown(user)
                    : createFor("Reporter.Builder.transport(TransportProvider)", given);
        }
        discover();
        if (sending.name() != null && !sending.name().isBlank()) {
            String source = "Reporter.Builder.transport(String)";
            ProviderCandidate<TransportProvider> named = named(sending.name(), source);
            return isUnknown(user) ? unknown(user) : createFor(source, named);
        }
        if (user.name().isEmpty()) {
            return best();
        }
        try {
            return createFor(user.source(), named(user.name(), user.source()));
        } catch (MetritonConfigurationException e) {
            return Chosen.problem(e.getMessage());
        }
    }

    /**
     * Whether the user asks for what no transport is called. The application's choice comes before a name that is known; but
     * a user who misspells {@code log} wants nothing to be sent.
     */
    private boolean isUnknown(UserChoice user) {
        if (user.name().isEmpty() || OWN_NAMES.contains(user.name().toLowerCase(Locale.ROOT))) {
            return false;
        }
        discover();
        return find(user.name()) == null;
    }

    private Chosen unknown(UserChoice user) {
        return Chosen.problem(notFound(user.name(), user.source()));
    }

    private static ProviderCandidate<TransportProvider> given(TransportProvider provider) {
        try {
            return ProviderCandidate.of(provider);
        } catch (Throwable e) {
            throw new MetritonConfigurationException(
                    "the transport provider " + ClassNames.of(provider) + " cannot be used: " + Thrown.text(e), e);
        }
    }

    private void discover() {
        if (discovered) {
            return;
        }
        discovered = true;
        Services<TransportProvider> services = Services.find(TransportProvider.class, settings.loaders());
        services.logFailures("transport");
        candidates.addAll(services.found());
        failures.addAll(services.failures());
    }

    private ProviderCandidate<TransportProvider> named(String nameOrClass, String source) {
        String wanted = nameOrClass.strip();
        ProviderCandidate<TransportProvider> found = find(wanted);
        if (found == null) {
            throw new MetritonConfigurationException(notFound(wanted, source));
        }
        return found;
    }

    private @Nullable ProviderCandidate<TransportProvider> find(String wanted) {
        for (ProviderCandidate<TransportProvider> each : withLog()) {
            if (each.isCalled(wanted)) {
                return each;
            }
        }
        return null;
    }

    private List<ProviderCandidate<TransportProvider>> withLog() {
        List<ProviderCandidate<TransportProvider>> all = new ArrayList<>(candidates);
        all.add(ProviderCandidate.of(new LogTransport.Provider()));
        return all;
    }

    private String notFound(String wanted, String source) {
        String own = OWN_NAMES.contains(wanted.toLowerCase(Locale.ROOT))
                ? ": add io.metriton:metriton-transport-" + wanted.toLowerCase(Locale.ROOT)
                : "";
        return "no transport is called '" + Ascii.printable(wanted) + "', which " + source + " asks for" + own
                + "; candidates: " + join(withLog()) + failed();
    }

    private Chosen createFor(String source, ProviderCandidate<TransportProvider> candidate) {
        try {
            return create(candidate);
        } catch (Throwable e) {
            throw new MetritonConfigurationException(
                    "the transport " + candidate + ", which " + source + " asks for, cannot be made: " + Thrown.text(e),
                    e);
        }
    }

    private Chosen best() {
        for (ProviderCandidate<TransportProvider> candidate : candidates) {
            try {
                return create(candidate);
            } catch (Throwable e) {
                failures.add(candidate + ": " + Thrown.text(e));
                Log.once(
                        System.Logger.Level.WARNING,
                        "a Metriton transport cannot be used: " + candidate + ": " + Thrown.text(e));
            }
        }
        throw new MetritonConfigurationException("no transport found: " + WAY_OUT + failed());
    }

    private Chosen create(ProviderCandidate<TransportProvider> candidate) {
        Transport transport = requireNonNull(candidate.provider().create(config), "create() returned no transport");
        return new Chosen(transport, String.valueOf(candidate.name()), true, null);
    }

    private String failed() {
        return failures.isEmpty() ? "" : "; these could not be used: " + String.join("; ", failures);
    }

    private static String join(List<ProviderCandidate<TransportProvider>> candidates) {
        List<String> names = new ArrayList<>();
        for (ProviderCandidate<TransportProvider> each : candidates) {
            names.add(each.toString());
        }
        return String.join(", ", names);
    }
}
