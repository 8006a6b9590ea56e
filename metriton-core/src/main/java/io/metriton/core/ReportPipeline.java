package io.metriton.core;

import io.metriton.api.InstallIdException;
import io.metriton.api.MetritonException;
import io.metriton.api.Report;
import io.metriton.api.Response;
import io.metriton.core.InstallIds.Found;
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
record ReportPipeline(
        Identity identity, InstallIds installIds, @Nullable String fallbackId, Enrichment enrichment, Route route) {

    /** Causes may go round in a circle. */
    private static final int MAX_CAUSES = 100;

    /** Whom the reports are about. */
    record Identity(String application, String version) {

        /** The answer of a reporter that has asked nobody. */
        Response ownVersion() {
            return Response.builder()
                    .application(application)
                    .latestVersion(version)
                    .build();
        }
    }

    /** What every report says beside what the caller says. */
    record Enrichment(Map<String, @Nullable Object> baseMetadata, List<ReportCustomizer> customizers) {}

    /** How a report gets there. */
    record Route(ReportSender sender, URI endpoint) {}

    Response report(Map<String, ? extends @Nullable Object> metadata) throws MetritonException {
        long start = System.nanoTime();
        Report report = prepare(metadata);
        if (StopOrders.isStopped(route.endpoint())) {
            return identity.ownVersion(); // Ordered while the id was looked for.
        }
        Optional<Response> response = route.sender().send(report, route.endpoint(), start);
        return response.isPresent() ? response.get() : identity.ownVersion();
    }

    /** Finds the id, and puts together what is to be said. */
    Report prepare(Map<String, ? extends @Nullable Object> metadata) throws MetritonException {
        Found found = find();
        Map<String, @Nullable Object> merged = new LinkedHashMap<>(enrichment.baseMetadata());
        merged.putAll(found.metadata());
        addAll(metadata, merged);
        for (ReportCustomizer customizer : enrichment.customizers()) {
            customize(customizer, merged);
        }
        return Report.builder()
                .application(identity.application())
                .installId(found.id())
                .version(identity.version())
                .metadata(merged)
                .build();
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

    Optional<String> knownInstallId() {
        return installIds.known().map(Found::id);
    }

    Optional<String> installIdSource() {
        return installIds.known().map(Found::source);
    }

    private static void addAll(Map<String, ? extends @Nullable Object> metadata, Map<String, @Nullable Object> merged) {
        try {
            merged.putAll(metadata);
        } catch (RuntimeException e) {
            // A map that changes meanwhile: the caller's argument, as further down (MetadataWriter).
            throw new IllegalArgumentException("metadata cannot be read: " + e, e);
        }
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
