package io.metriton.core;

import io.metriton.api.InstallIdException;
import io.metriton.api.MetritonException;
import io.metriton.api.Response;
import io.metriton.core.InstallIds.Found;
import io.metriton.core.internal.http.AppIdentity;
import io.metriton.core.internal.http.EncodedReport;
import io.metriton.core.internal.http.HttpSender;
import io.metriton.core.internal.json.MetadataSnapshot;
import io.metriton.core.internal.json.ReportEncoder;
import io.metriton.core.internal.process.DisableScoutOrders;
import io.metriton.core.internal.util.ClassNames;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The way of a report through an enabled reporter: id, metadata, customizers, sender. Immutable but for the id, and
 * thread-safe.
 */
final class ReportPipeline {
    /** Causes may go round in a circle. */
    private static final int MAX_CAUSES = 100;

    private final AppIdentity identity;
    private final URI endpoint;
    private final InstallIds installIds;
    private final @Nullable String fallbackId;
    private final Map<String, @Nullable Object> baseMetadata;
    private final List<ReportCustomizer> customizers;
    private final HttpSender sender;

    ReportPipeline(Reporter.Builder builder, InstallIds installIds, HttpSender sender) {
        this.identity = builder.identity;
        this.endpoint = builder.endpoint();
        this.installIds = installIds;
        this.fallbackId = builder.installIdFallback;
        this.baseMetadata = new LinkedHashMap<>(builder.baseMetadata);
        this.customizers = List.copyOf(builder.customizers);
        this.sender = sender;
    }

    Response report(Map<String, ? extends @Nullable Object> metadata) throws MetritonException {
        long start = System.nanoTime();
        Map<String, @Nullable Object> copy = MetadataSnapshot.copyOf(metadata); // The caller may change it meanwhile.
        EncodedReport report = new EncodedReport(identity, encode(find(), copy), null);
        // It may have been ordered to be silent while the id was looked for.
        return DisableScoutOrders.isStopped(identity.application(), endpoint)
                ? identity.ownVersion()
                : send(report, start);
    }

    /** Sends once; a time-out has been running since {@code start} (System.nanoTime). */
    Response send(EncodedReport report, long start) throws MetritonException {
        Optional<Response> response = sender.send(report, endpoint, start);
        return response.isPresent() ? response.get() : identity.ownVersion();
    }

    /** Puts together what is to be said, as it goes over the wire. */
    byte[] encode(Found found, Map<String, ? extends @Nullable Object> metadata) throws MetritonException {
        Map<String, @Nullable Object> merged = new LinkedHashMap<>(baseMetadata);
        merged.putAll(found.metadata());
        merged.putAll(metadata);
        for (ReportCustomizer customizer : customizers) {
            customize(customizer, merged);
        }
        return ReportEncoder.encode(identity.application(), found.id(), identity.version(), merged);
    }

    /** The id and what comes with it; the fallback, with the reason, if there is one to fall back to. */
    Found find() throws InstallIdException {
        try {
            return installIds.get();
        } catch (InstallIdException e) {
            if (fallbackId == null || Thread.currentThread().isInterrupted()) {
                throw e;
            }
            return new Found(fallbackId, "fallback", Map.of("install_id_error", kind(e)));
        }
    }

    AppIdentity identity() {
        return identity;
    }

    URI endpoint() {
        return endpoint;
    }

    InstallIds installIds() {
        return installIds;
    }

    Map<String, @Nullable Object> baseMetadata() {
        return baseMetadata;
    }

    Optional<String> knownInstallId() {
        return installIds.known().map(Found::id);
    }

    Optional<String> installIdSource() {
        return installIds.known().map(Found::source);
    }

    private static void customize(ReportCustomizer customizer, Map<String, @Nullable Object> metadata)
            throws MetritonException {
        try {
            customizer.customize(metadata);
        } catch (RuntimeException | LinkageError e) {
            throw new MetritonException("the report customizer " + ClassNames.of(customizer) + " failed: " + e, e);
        }
    }

    /** The class of what went wrong at the bottom, and no more: messages of the file system hold names of people. */
    private static String kind(Throwable failure) {
        Throwable root = failure;
        for (int depth = 0; root.getCause() != null && depth < MAX_CAUSES; depth++) {
            root = root.getCause();
        }
        return root.getClass().getSimpleName();
    }
}
