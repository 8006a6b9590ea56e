package io.metriton.core.internal.report;

import io.metriton.api.MetritonConfigurationException;
import io.metriton.api.Transport;
import io.metriton.api.support.InstallIdText;
import io.metriton.core.internal.http.EnvironmentProxies;
import io.metriton.core.internal.http.HttpSender;
import io.metriton.core.internal.http.Target;
import io.metriton.core.internal.report.TransportSelection.Chosen;
import io.metriton.core.internal.util.Log;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a reporter, or the reason why there are none: a reporter that is built disabled has no part that could touch
 * disk, network or class path. Immutable.
 */
public final class ReporterComponents {
    private final URI endpoint;
    private final @Nullable String disabledReason;
    private final @Nullable Chosen chosen;
    private final @Nullable ReportPipeline pipeline;
    private final @Nullable ReporterSettings settings;

    private ReporterComponents(
            URI endpoint,
            @Nullable String disabledReason,
            @Nullable Chosen chosen,
            @Nullable ReportPipeline pipeline,
            @Nullable ReporterSettings settings) {
        this.endpoint = endpoint;
        this.disabledReason = disabledReason;
        this.chosen = chosen;
        this.pipeline = pipeline;
        this.settings = settings;
    }

    /** Those of a reporter that does nothing. */
    public static ReporterComponents disabled(URI endpoint, String reason) {
        return new ReporterComponents(endpoint, reason, null, null, null);
    }

    /**
     * Puts the parts together. A wrong user setting gives a disabled reporter and one WARNING.
     *
     * @throws MetritonConfigurationException if the application has set something wrong
     */
    public static ReporterComponents of(ReporterSettings settings) {
        check(settings);
        ReporterSettings.Sending sending = settings.sending();
        boolean usesProxies = sending.transport() == null && sending.proxy() == null;
        EnvironmentProxies proxies = usesProxies && namesProxy(settings.environment())
                ? new EnvironmentProxies(settings.environment(), settings.endpoint())
                : null;
        Chosen chosen = new TransportSelection(settings, proxies).choose();
        String problem = chosen.problem();
        if (problem == null && proxies != null) {
            problem = proxies.problem().orElse(null);
        }
        if (problem != null) {
            chosen.close();
            Log.once(System.Logger.Level.WARNING, "telemetry is disabled: " + problem);
            return disabled(settings.endpoint(), problem);
        }
        HttpSender sender =
                new HttpSender(transport(chosen, settings), sending.timeout(), sending.userAgent(), proxies);
        InstallIds ids = new InstallIds(
                InstallIdSelection.of(settings),
                new InstallIds.Scope(
                        settings.identity(), settings.environment(), sending.timeout(), chosen.isDryRun()));
        ReportPipeline pipeline = new ReportPipeline(settings, ids, sender, new SendHistory(Clock.systemUTC()));
        return new ReporterComponents(settings.endpoint(), null, chosen, pipeline, settings);
    }

    /** Whether reports will be printed and not sent: before the parts are put together. */
    public static boolean isDryRun(ReporterSettings settings) {
        return UserChoice.isDryRun(settings);
    }

    /**
     * Whether the user has set something by which the reporter may be disabled once its parts are put together: so that is not
     * left to the first report, before which things are counted. Looks nothing up.
     */
    public static boolean isUpToTheUser(ReporterSettings settings) {
        ReporterSettings.Sending sending = settings.sending();
        UserChoice user = UserChoice.of(settings.environment());
        if (!user.name().isEmpty() && !user.isLog()) {
            return true;
        }
        return sending.transport() == null
                && sending.proxy() == null
                && namesProxy(settings.environment())
                && new EnvironmentProxies(settings.environment(), settings.endpoint())
                        .problem()
                        .isPresent();
    }

    public URI endpoint() {
        return endpoint;
    }

    /** Why nothing is reported, if it was decided when the reporter was built. */
    public Optional<String> disabledReason() {
        return Optional.ofNullable(disabledReason);
    }

    /** Null if the reporter is disabled. */
    public @Nullable ReportPipeline pipeline() {
        return pipeline;
    }

    /** Null if the reporter is disabled. */
    public @Nullable ReporterSettings settings() {
        return settings;
    }

    public Optional<String> transportName() {
        return chosen == null ? Optional.empty() : Optional.of(chosen.name());
    }

    /** Whether reports are printed and not sent. */
    public boolean isDryRun() {
        return chosen != null && chosen.isDryRun();
    }

    /** Closes the transport, unless the application passed its own. */
    public void close() {
        if (chosen != null) {
            chosen.close();
        }
    }

    /** The chosen transport; wrapped for the testkit's server only, so that production does not load the wrapper. */
    private static Transport transport(Chosen chosen, ReporterSettings settings) {
        return settings.metadata().filter() != null
                        && TestServerTransport.LOOPBACK.equals(
                                settings.endpoint().getHost())
                ? TestServerTransport.of(chosen.transport(), settings)
                : chosen.transport();
    }

    /**
     * Checks what can be checked without looking anything up.
     *
     * @throws MetritonConfigurationException if the application has set something wrong
     */
    public static void check(ReporterSettings settings) {
        checkEndpoint(settings.endpoint());
        checkPositive(settings.sending().timeout(), "timeout");
        checkPositive(settings.sending().connectTimeout(), "connectTimeout");
        checkId(settings.ids().fallback(), "installIdFallback");
        if (settings.ids().provider() instanceof GivenInstallId given) {
            checkId(given.id(), "installId");
        }
    }

    private static void checkEndpoint(URI endpoint) {
        try {
            Target.of(endpoint);
        } catch (IllegalArgumentException e) {
            throw new MetritonConfigurationException(String.valueOf(e.getMessage()), e);
        }
    }

    private static void checkPositive(Duration duration, String name) {
        if (duration.isZero() || duration.isNegative()) {
            throw new MetritonConfigurationException(name + " must be positive, not " + duration);
        }
    }

    private static void checkId(@Nullable String id, String name) {
        if (id != null && !InstallIdText.isId(id)) {
            throw new MetritonConfigurationException(
                    InstallIdText.isBlank(id)
                            ? name + " may not be blank"
                            : name + " is none: an id is one line of 1 to 128 printable characters");
        }
    }

    /** Rarely the case. Otherwise Java's own proxies count. */
    private static boolean namesProxy(Map<String, String> environment) {
        for (String name : List.of("HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy")) {
            if (!environment.getOrDefault(name, "").isBlank()) {
                return true;
            }
        }
        return false;
    }
}
