package io.metriton.core;

import static java.util.Objects.requireNonNull;

import io.metriton.api.InstallIdException;
import io.metriton.api.InstallIdProvider;
import io.metriton.api.MetritonConfigurationException;
import io.metriton.api.MetritonException;
import io.metriton.api.Response;
import io.metriton.api.Transport;
import io.metriton.api.TransportProvider;
import io.metriton.core.internal.http.AppIdentity;
import io.metriton.core.internal.http.Target;
import io.metriton.core.internal.report.DeclarationFilter;
import io.metriton.core.internal.report.GivenInstallId;
import io.metriton.core.internal.report.InstallIds;
import io.metriton.core.internal.report.InstallIds.Found;
import io.metriton.core.internal.report.LogTransport;
import io.metriton.core.internal.report.ReportPipeline;
import io.metriton.core.internal.report.ReporterComponents;
import io.metriton.core.internal.report.ReporterSettings;
import io.metriton.core.internal.report.ReporterSettings.MetadataStep;
import io.metriton.core.internal.util.Ascii;
import io.metriton.core.internal.util.ClassNames;
import io.metriton.core.internal.util.Log;
import java.net.ProxySelector;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Reports the use of one application: finds the install ID, adds the metadata, sends, and gives back the answer.
 *
 * <p>{@link #report} blocks for the time of one HTTP exchange, at most for the timeout (5 seconds by default), and tries
 * once. A disabled reporter ({@link OptOut}, {@link Builder#enabled}, or {@code disable_scout} in an answer) does nothing
 * at all and answers with the application's own version; after an opt-out it has not
 * even looked for a transport.
 *
 * <p>Thread-safe; no lock is held during an exchange. {@link #close()} frees the transport, unless the application passed
 * its own instance.
 */
public final class Reporter implements AutoCloseable {
    private final AppIdentity identity;
    private final ReporterComponents components;
    private final Map<String, String> environment;
    private volatile boolean closed;

    private Reporter(AppIdentity identity, Map<String, String> environment, ReporterComponents components) {
        this.identity = identity;
        this.environment = environment;
        this.components = components;
    }

    /** A reporter of these settings, which are checked, and not disabled. */
    static Reporter of(ReporterSettings settings) {
        return new Reporter(settings.identity(), settings.environment(), ReporterComponents.of(settings));
    }

    /**
     * Starts a reporter.
     *
     * @param application the name of the application, as the endpoint knows it
     * @param version its version
     * @return a new builder
     * @throws IllegalArgumentException if either is blank
     */
    public static Builder builder(String application, String version) {
        return new Builder(new AppIdentity(notBlank(application, "application"), notBlank(version, "version")), null);
    }

    /**
     * Starts a reporter that sends what is declared, and nothing else. What is not declared, or not of the declared type, is
     * left out of each report last of all, no matter who put it there: base metadata, an install-ID provider, a caller or a
     * customizer. It is no exception, is counted ({@link ReporterStatus#undeclared}, {@link DeliveryStats#undeclared}), and its
     * key is logged once at TRACE, without its value, as a key may be made of data. The testkit's MetritonServer fails the
     * test.
     *
     * <p>Such a reporter needs an endpoint: see {@link Builder#endpoint}.
     *
     * @param declaration what may be sent, and of which application
     * @param version the version of the application
     * @return a new builder
     * @throws IllegalArgumentException if the version is blank
     */
    public static Builder builder(Declaration declaration, String version) {
        return new Builder(
                new AppIdentity(requireNonNull(declaration, "declaration").application(), notBlank(version, "version")),
                declaration);
    }

    /**
     * Sends a report and waits for the answer, at most for the timeout; tries once. The time that an install-ID provider
     * takes when the id is first needed counts, but a provider that takes longer than the timeout is not cut off: then
     * nothing is sent, and the next report has the id.
     *
     * @param metadata what to report, beside the base metadata; values as in {@link io.metriton.api.Report#metadata()};
     *     null counts as empty
     * @return the answer; if this reporter is disabled or the endpoint does not know the application, a response whose
     *     latest version is the application's own
     * @throws InstallIdException if there is no install ID: nothing was sent, the next report tries again
     * @throws io.metriton.api.HttpStatusException if the endpoint refused the report
     * @throws io.metriton.api.MalformedResponseException if the status was 2xx but the answer is not a JSON object, or
     *     was cut off, also by the end of the time or an interrupt of the calling thread, whose interrupt flag stays set;
     *     {@code delivered()} says whether the endpoint took the report
     * @throws io.metriton.api.ResponseTooLargeException if the report was delivered but the answer is larger than 1 MiB
     * @throws MetritonException if no answer came in time, if this reporter is closed, or if the calling thread
     *     is interrupted, whose interrupt flag stays set
     * @throws IllegalArgumentException if the metadata holds something that is no JSON value; the message names the key.
     *     With a {@link Declaration} only if the map itself cannot be read, or the report would be larger than 8 MiB
     */
    public Response report(@Nullable Map<String, ? extends @Nullable Object> metadata) throws MetritonException {
        ReportPipeline pipeline = components.pipeline();
        if (pipeline == null || pipeline.isSilenced()) {
            explain();
            return identity.ownVersion();
        }
        if (closed) {
            throw new MetritonException("the reporter is closed");
        }
        return pipeline.report(metadata == null ? Map.of() : metadata);
    }

    /** The user may have asked to see what would be sent. */
    void explain() {
        LogTransport.explain(
                environment,
                Target.withoutUserInfo(components.endpoint()),
                disabledReason().orElse(""));
    }

    /**
     * The install ID; looked for now if it has not been found yet, which may block on disk or network.
     *
     * @return never blank; the fallback, if one is set and there is no id now
     * @throws InstallIdException if there is none now, or if this reporter is disabled, silent or closed, and so looks for
     *     none, and has not found one before
     */
    public String installId() throws InstallIdException {
        Optional<String> reason = disabledReason();
        ReportPipeline pipeline = components.pipeline();
        if (pipeline != null && reason.isEmpty()) {
            Found found = pipeline.find();
            if (InstallIds.isNotMade(found)) {
                throw new InstallIdException("no install ID was made yet, and a dry run makes none");
            }
            return found.id();
        }
        Optional<Found> known =
                pipeline == null ? Optional.empty() : pipeline.installIds().known();
        if (known.isEmpty()) {
            throw new InstallIdException("no install ID is looked for: " + reason.orElse("telemetry is disabled"));
        }
        return known.get().id();
    }

    /**
     * The state of this reporter now. Touches neither disk nor network; unless it is disabled, it may look for the install-ID
     * providers on the class path.
     *
     * @return a snapshot
     */
    public ReporterStatus status() {
        ReportPipeline pipeline = components.pipeline();
        return new DefaultReporterStatus(
                disabledReason(),
                Target.withoutUserInfo(components.endpoint()),
                components.transportName(),
                pipeline == null ? Optional.empty() : pipeline.installIds().source(),
                pipeline == null ? Optional.empty() : pipeline.history().lastSuccess(),
                pipeline == null ? Optional.empty() : DefaultDeliveryStats.lastFailure(pipeline.history()),
                pipeline == null ? 0 : pipeline.undeclared(),
                Optional.empty());
    }

    /**
     * Aborts what is under way and frees the transport, unless the application passed its own instance. Idempotent, does
     * not wait for the network. Later reports fail with a {@link MetritonException}.
     */
    @Override
    public void close() {
        closed = true;
        components.close();
    }

    AppIdentity identity() {
        return identity;
    }

    ReporterComponents components() {
        return components;
    }

    boolean isClosed() {
        return closed;
    }

    /** Marks this reporter as closed: the background reporter over it closes the transport on another thread. */
    void closing() {
        closed = true;
    }

    private Optional<String> disabledReason() {
        if (components.disabledReason().isPresent()) {
            return components.disabledReason();
        }
        if (closed) {
            return Optional.of("the reporter is closed");
        }
        ReportPipeline pipeline = components.pipeline();
        return pipeline != null && pipeline.isSilenced()
                ? Optional.of("the endpoint ordered it (disable_scout) until the process ends")
                : Optional.empty();
    }

    private static String notBlank(String value, String name) {
        if (requireNonNull(value, name).isBlank()) {
            throw new IllegalArgumentException(name + " may not be blank");
        }
        return value;
    }

    /**
     * Builds a {@link Reporter}. Everything has a default that works once a transport and an install-ID provider are on
     * the class path or module path. Not thread-safe; may be used again.
     */
    public static final class Builder {
        private final AppIdentity identity;
        private final @Nullable Declaration declaration;
        private final Map<String, @Nullable Object> baseMetadata = new LinkedHashMap<>();
        private final List<ReportCustomizer> customizers = new ArrayList<>();
        private boolean enabled = true;
        private Duration timeout = Duration.ofSeconds(5);
        private Duration connectTimeout = Duration.ofSeconds(2);
        private Map<String, String> environment = OptOut.ofProcess();
        private @Nullable InstallIdProvider installIdProvider;
        private @Nullable String installIdFallback;
        private @Nullable Transport transport;
        private @Nullable String transportName;
        private @Nullable TransportProvider transportProvider;
        private @Nullable ProxySelector proxy;
        private @Nullable SSLContext sslContext;
        private @Nullable String userAgent;
        private @Nullable ClassLoader classLoader;
        private @Nullable URI endpoint;

        private Builder(AppIdentity identity, @Nullable Declaration declaration) {
            this.identity = identity;
            this.declaration = declaration;
        }

        /**
         * Sets the install ID itself, in place of any provider.
         *
         * @param installId one line of 1 to 128 printable characters
         * @return this
         */
        public Builder installId(String installId) {
            return installIdProvider(new GivenInstallId(requireNonNull(installId, "installId")));
        }

        /**
         * Sets what finds the install ID; by default the providers on the class path or module path are asked.
         *
         * @param installIdProvider the only one that is asked
         * @return this
         */
        public Builder installIdProvider(InstallIdProvider installIdProvider) {
            this.installIdProvider = requireNonNull(installIdProvider, "installIdProvider");
            return this;
        }

        /**
         * Sets the id to report with when none can be found, such as the all-zero UUID. The report then says why under
         * {@code install_id_error}, and the next one looks again. None by default: the report fails.
         *
         * @param installIdFallback one line of 1 to 128 printable characters
         * @return this
         */
        public Builder installIdFallback(String installIdFallback) {
            this.installIdFallback = requireNonNull(installIdFallback, "installIdFallback");
            return this;
        }

        /**
         * Adds what every report says; what a provider or a caller says under the same key replaces it.
         *
         * @param metadata copied; values as in {@link io.metriton.api.Report#metadata()}
         * @return this
         */
        public Builder baseMetadata(Map<String, ? extends @Nullable Object> metadata) {
            baseMetadata.putAll(requireNonNull(metadata, "metadata"));
            return this;
        }

        /**
         * Adds something that completes the metadata of every report; they run in the order in which they were added.
         *
         * @param customizer thread-safe
         * @return this
         */
        public Builder customizer(ReportCustomizer customizer) {
            customizers.add(requireNonNull(customizer, "customizer"));
            return this;
        }

        /**
         * Sets where reports go; {@link Endpoints#DEFAULT} by default. With a {@link Declaration} there is no default, as
         * that domain is somebody else's, and may lapse.
         *
         * @param endpoint an absolute http or https URI with a host; user info is sent as Basic authentication
         * @return this
         */
        public Builder endpoint(URI endpoint) {
            this.endpoint = requireNonNull(endpoint, "endpoint");
            return this;
        }

        /**
         * Sets the transport itself; {@link #proxy}, {@link #sslContext} and {@link #connectTimeout} are then its own
         * business.
         *
         * @param transport stays the caller's to close
         * @return this
         */
        public Builder transport(Transport transport) {
            this.transport = requireNonNull(transport, "transport");
            return this;
        }

        /**
         * Sets which transport to take of those on the class path or module path; by default the system property
         * {@code metriton.transport} says, then the environment variable {@code METRITON_TRANSPORT}, then the priority. An
         * instance wins over a provider, and that over a name; {@code log}, if the user says it, over all.
         *
         * @param nameOrClassName for example {@code jdk}, or {@code log}, which prints and sends nothing
         * @return this
         */
        public Builder transport(String nameOrClassName) {
            this.transportName = requireNonNull(nameOrClassName, "nameOrClassName");
            return this;
        }

        /**
         * Sets what makes the transport: none is looked for on the class path or module path, unless the user asks for one by a
         * name that is not known. If no transport is called so, the reporter is disabled.
         *
         * @param provider asked once, when the reporter is made
         * @return this
         */
        public Builder transport(TransportProvider provider) {
            this.transportProvider = requireNonNull(provider, "provider");
            return this;
        }

        /**
         * Sets the bound of one report, from name look-up to the last byte of the answer, redirects included; 5 seconds
         * by default.
         *
         * @param timeout positive
         * @return this
         */
        public Builder timeout(Duration timeout) {
            this.timeout = requireNonNull(timeout, "timeout");
            return this;
        }

        /**
         * Sets the bound of making a connection; 2 seconds by default.
         *
         * @param connectTimeout positive
         * @return this
         */
        public Builder connectTimeout(Duration connectTimeout) {
            this.connectTimeout = requireNonNull(connectTimeout, "connectTimeout");
            return this;
        }

        /**
         * Sets the proxies; by default {@code HTTPS_PROXY}, {@code HTTP_PROXY} and {@code NO_PROXY} say, in upper or
         * lower case, then Java's system properties.
         *
         * @param proxy thread-safe
         * @return this
         */
        public Builder proxy(ProxySelector proxy) {
            this.proxy = requireNonNull(proxy, "proxy");
            return this;
        }

        /**
         * Sets what https trusts; the default of the JVM by default, which is looked up when it is first needed.
         *
         * @param sslContext initialised
         * @return this
         */
        public Builder sslContext(SSLContext sslContext) {
            this.sslContext = requireNonNull(sslContext, "sslContext");
            return this;
        }

        /**
         * Sets the User-Agent header; by default {@code app/version (os; os-version; java version)
         * metriton-java/version}.
         *
         * @param userAgent control and non-ASCII characters are left out
         * @return this
         */
        public Builder userAgent(String userAgent) {
            this.userAgent = Ascii.printable(requireNonNull(userAgent, "userAgent"));
            return this;
        }

        /**
         * Says whether to report at all; true by default. True does not overrule the user: see {@link OptOut}.
         *
         * @param enabled false for a reporter that does nothing
         * @return this
         */
        public Builder enabled(boolean enabled) {
            this.enabled = enabled;
            return this;
        }

        /**
         * Sets the environment variables to go by, for proxies, transport and install ID; {@link System#getenv()} by
         * default. They may opt out, but cannot overrule a user who has opted out, or asks for a
         * dry run ({@code METRITON_TRANSPORT=log}), in the process's own environment.
         *
         * @param environment copied
         * @return this
         */
        public Builder environment(Map<String, String> environment) {
            this.environment = OptOut.inAnyCase(Map.copyOf(environment));
            return this;
        }

        /**
         * Sets where transports and install-ID providers are looked for; by default with the class loader of the SDK,
         * then, if that has none, with the context class loader of the thread that builds the reporter.
         *
         * @param classLoader the only one that is asked
         * @return this
         */
        public Builder classLoader(ClassLoader classLoader) {
            this.classLoader = requireNonNull(classLoader, "classLoader");
            return this;
        }

        /**
         * Makes the reporter. Looks for a transport on the class path or module path, unless telemetry is disabled, but
         * touches neither disk nor network.
         *
         * @return a new reporter
         * @throws MetritonConfigurationException if there is no transport, or none of the name that the application configured;
         *     if the endpoint is not http or https or has no host, or with a {@link Declaration} is missing; if a timeout is
         *     not positive; if an id is blank, or no line of 1 to 128 printable characters. Never if telemetry is disabled:
         *     then nothing of this is checked. A wrong user setting (a system property or an environment variable) does not
         *     throw: the reporter is disabled, and {@link Reporter#status()} and one WARNING in the log say why
         */
        public Reporter build() {
            Decision decision = decide();
            return decision.settings() == null
                    ? requireNonNull(decision.disabled(), "disabled")
                    : of(decision.settings());
        }

        /** Whether there is to be a reporter, decided once. Checks what it is told, unless it is disabled. */
        Decision decide() {
            Optional<String> disabled = disabledReason();
            return disabled.isPresent() ? new Decision(disabled(disabled.get()), null) : new Decision(null, settings());
        }

        private Reporter disabled(String why) {
            return new Reporter(identity, environment, ReporterComponents.disabled(endpointOrDefault(), why));
        }

        private URI endpointOrDefault() {
            return endpoint == null ? Endpoints.DEFAULT : endpoint;
        }

        /** Evaluated before anything else is touched. The application's own environment may not overrule the user. */
        private Optional<String> disabledReason() {
            if (!enabled) {
                return Optional.of("the application disabled it (enabled(false))");
            }
            Optional<String> reason = OptOut.reason(environment);
            if (reason.isEmpty()) {
                reason = OptOut.reason(OptOut.ofProcess());
            }
            // Looked at here, too, so that Endpoints is loaded only for a message.
            return reason.isPresent() || endpoint == null || Target.isUsable(endpoint) ? reason : wrongHost(endpoint);
        }

        private Optional<String> wrongHost(URI where) {
            Optional<String> problem = Endpoints.problem(where, environment);
            if (problem.isEmpty()) {
                problem = Endpoints.problem(where, OptOut.ofProcess());
            }
            if (problem.isPresent()) {
                Log.once(System.Logger.Level.WARNING, "telemetry is disabled: " + problem.get());
            }
            return problem;
        }

        private ReporterSettings settings() {
            if (declaration != null && endpoint == null) {
                throw new MetritonConfigurationException("a Reporter with a Declaration has no default endpoint: call"
                        + " endpoint(URI) with that of your collector");
            }
            List<MetadataStep> steps = new ArrayList<>();
            for (ReportCustomizer customizer : customizers) {
                steps.add(new CustomizerStep(customizer));
            }
            return new ReporterSettings(
                    identity,
                    endpointOrDefault(),
                    environment,
                    new ReporterSettings.Ids(installIdProvider, installIdFallback),
                    new ReporterSettings.Metadata(
                            new LinkedHashMap<>(baseMetadata),
                            List.copyOf(steps),
                            declaration == null ? null : new DeclarationFilter(declaration.declared())),
                    new ReporterSettings.Sending(
                            transport,
                            transportProvider,
                            transportName,
                            timeout,
                            connectTimeout,
                            proxy,
                            sslContext,
                            userAgent),
                    ReporterSettings.Loaders.of(classLoader));
        }
    }

    /** What becomes of a builder: a reporter that is disabled, or settings to make one of. One of the two is null. */
    record Decision(@Nullable Reporter disabled, @Nullable ReporterSettings settings) {}

    private record CustomizerStep(ReportCustomizer customizer) implements MetadataStep {
        @Override
        public void apply(Map<String, @Nullable Object> metadata) {
            customizer.customize(metadata);
        }

        @Override
        public String name() {
            return ClassNames.of(customizer);
        }
    }
}
