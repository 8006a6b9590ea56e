package io.metriton.core.internal.report;

import io.metriton.api.InstallIdProvider;
import io.metriton.api.Transport;
import io.metriton.api.TransportProvider;
import io.metriton.core.internal.http.AppIdentity;
import java.lang.ref.WeakReference;
import java.net.ProxySelector;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** What the builder of a reporter was told. Immutable. */
public record ReporterSettings(
        AppIdentity identity,
        URI endpoint,
        Map<String, String> environment,
        Ids ids,
        Metadata metadata,
        Sending sending,
        Loaders loaders) {

    /**
     * How the install ID is found.
     *
     * @param provider the only one that is asked; null to discover providers
     * @param fallback the ID to report with if none can be found, or null
     */
    public record Ids(
            @Nullable InstallIdProvider provider, @Nullable String fallback) {}

    /**
     * What every report says.
     *
     * @param filter takes out what is not declared, last of all; null without a declaration
     */
    public record Metadata(
            Map<String, @Nullable Object> base,
            List<MetadataStep> steps,
            @Nullable DeclarationFilter filter) {

        /** Without a declaration. */
        public Metadata(Map<String, @Nullable Object> base, List<MetadataStep> steps) {
            this(base, steps, null);
        }
    }

    /** Changes the metadata of a report in place, before it is encoded. */
    public interface MetadataStep {
        void apply(Map<String, @Nullable Object> metadata);

        /** Whose code it is, for messages. */
        String name();
    }

    /**
     * How reports are sent. {@code transport} wins over {@code provider}, and that over {@code name}.
     *
     * @param timeout of one report
     */
    public record Sending(
            @Nullable Transport transport,
            @Nullable TransportProvider provider,
            @Nullable String name,
            Duration timeout,
            Duration connectTimeout,
            @Nullable ProxySelector proxy,
            @Nullable SSLContext sslContext,
            @Nullable String userAgent) {}

    /**
     * Where services are looked for.
     *
     * @param given the only one that is asked, or null
     * @param context that of the thread that builds the reporter, held weakly: it may be a web application's
     */
    public record Loaders(@Nullable ClassLoader given, WeakReference<@Nullable ClassLoader> context) {

        public static Loaders of(@Nullable ClassLoader given) {
            return new Loaders(given, new WeakReference<>(ofThread()));
        }

        private static @Nullable ClassLoader ofThread() {
            try {
                return Thread.currentThread().getContextClassLoader();
            } catch (SecurityException e) {
                return null; // The host does not let us ask.
            }
        }
    }
}
