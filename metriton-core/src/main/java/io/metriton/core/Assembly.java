package io.metriton.core;

import io.metriton.api.Transport;
import io.metriton.core.InstallIdSelection.Given;
import io.metriton.core.internal.http.EnvironmentProxies;
import io.metriton.core.internal.http.HttpSender;
import io.metriton.core.internal.http.Target;
import io.metriton.core.internal.util.ClassNames;
import io.metriton.core.internal.util.Log;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a builder's settings come to: the parts of a reporter, put together, or the reason why there are none. Immutable.
 *
 * @param disabledReason why nothing was put together, or null
 * @param transportName null if disabled
 * @param owned the transport if it is the reporter's to close, or null
 * @param pipeline null if disabled
 * @param classLoader with which to look for more, if one was given
 */
record Assembly(
        URI endpoint,
        @Nullable String disabledReason,
        @Nullable String transportName,
        @Nullable Transport owned,
        @Nullable ReportPipeline pipeline,
        @Nullable ClassLoader classLoader) {

    /** The one place where opt-out is decided: before anything else is touched. */
    static Assembly of(Reporter.Builder builder) {
        String reason = builder.enabled ? null : "the application disabled it (enabled(false))";
        reason = reason != null ? reason : OptOut.reason(builder.environment).orElse(null);
        // The application's own map may not overrule the user.
        reason = reason != null ? reason : OptOut.reason(System.getenv()).orElse(null);
        return reason != null ? new Assembly(builder.endpoint(), reason, null, null, null, null) : enabled(builder);
    }

    void close() {
        if (owned != null) {
            try {
                owned.close();
            } catch (RuntimeException | LinkageError e) {
                // Nobody expects try-with-resources to throw because of telemetry.
                Log.once(System.Logger.Level.WARNING, "the transport " + transportName + " could not be closed: " + e);
            }
        }
    }

    private static Assembly enabled(Reporter.Builder builder) {
        checkEndpoint(builder.endpoint());
        checkPositive(builder.timeout, "timeout");
        checkPositive(builder.connectTimeout, "connectTimeout");
        checkNotBlank(builder.installIdFallback, "installIdFallback");
        if (builder.installIdProvider instanceof Given given) {
            checkNotBlank(given.id(), "installId");
        }
        EnvironmentProxies proxies = builder.proxy == null && namesProxy(builder.environment)
                ? new EnvironmentProxies(builder.environment, builder.endpoint())
                : null;
        Transport transport = builder.transport;
        String name;
        if (transport != null) {
            name = ClassNames.of(transport);
            proxies = null; // It knows its own.
        } else {
            TransportSelection selection =
                    new TransportSelection(builder.classLoader, TransportSelection.config(builder, proxies));
            transport = selection.choose(builder.transportName, builder.environment);
            name = selection.chosenName();
        }
        ReportPipeline pipeline = new ReportPipeline(
                builder,
                new InstallIds(providers(builder), builder.identity, builder.environment, builder.timeout),
                new HttpSender(transport, builder.timeout, builder.userAgent, proxies));
        return new Assembly(
                builder.endpoint(),
                null,
                name,
                builder.transport == null ? transport : null,
                pipeline,
                builder.classLoader);
    }

    /** Mostly not: then Java's own proxies count, and nothing of this kind is loaded before there is something to send. */
    private static boolean namesProxy(Map<String, String> environment) {
        for (String name : List.of("HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy")) {
            if (!environment.getOrDefault(name, "").isBlank()) {
                return true;
            }
        }
        return false;
    }

    private static InstallIdSelection providers(Reporter.Builder builder) {
        return new InstallIdSelection(
                builder.installIdProvider,
                builder.classLoader,
                Thread.currentThread().getContextClassLoader());
    }

    private static void checkEndpoint(URI endpoint) {
        try {
            Target.of(endpoint);
        } catch (IllegalArgumentException e) {
            throw BadSetting.because(String.valueOf(e.getMessage()), e);
        }
    }

    private static void checkPositive(Duration duration, String name) {
        if (duration.isZero() || duration.isNegative()) {
            throw BadSetting.because(name + " must be positive, not " + duration);
        }
    }

    private static void checkNotBlank(@Nullable String value, String name) {
        if (value != null && value.isBlank()) {
            throw BadSetting.because(name + " may not be blank");
        }
    }
}
