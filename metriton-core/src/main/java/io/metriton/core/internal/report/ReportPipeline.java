package io.metriton.core.internal.report;

import io.metriton.api.InstallIdException;
import io.metriton.api.MetritonException;
import io.metriton.api.Response;
import io.metriton.core.internal.http.AppIdentity;
import io.metriton.core.internal.http.EncodedReport;
import io.metriton.core.internal.http.HttpSender;
import io.metriton.core.internal.http.SendResult;
import io.metriton.core.internal.http.Target;
import io.metriton.core.internal.json.MetadataSnapshot;
import io.metriton.core.internal.json.ReportEncoder;
import io.metriton.core.internal.process.DisableScoutOrders;
import io.metriton.core.internal.report.InstallIds.Found;
import io.metriton.core.internal.report.ReporterSettings.MetadataStep;
import io.metriton.core.internal.util.Thrown;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Takes a report through an enabled reporter: install ID, metadata, encoding, sending. Immutable but for the ID and the
 * history; thread-safe.
 */
public final class ReportPipeline {
    /** Causes may form a circle. */
    private static final int MAX_CAUSES = 100;

    private final AppIdentity identity;
    private final URI endpoint;
    private final Map<String, String> environment;
    private final InstallIds installIds;
    private final @Nullable String fallbackId;
    private final Map<String, @Nullable Object> baseMetadata;
    private final List<MetadataStep> steps;
    private final @Nullable DeclarationFilter filter;
    private final HttpSender sender;
    private final SendHistory history;
    private final String stopOrder;

    ReportPipeline(ReporterSettings settings, InstallIds installIds, HttpSender sender, SendHistory history) {
        this.identity = settings.identity();
        this.endpoint = settings.endpoint();
        this.environment = settings.environment();
        this.installIds = installIds;
        this.fallbackId = settings.ids().fallback();
        this.filter = settings.metadata().filter();
        this.baseMetadata = snapshot(
                filter == null
                        ? settings.metadata().base()
                        : filter.readable(settings.metadata().base()));
        this.steps = settings.metadata().steps();
        this.sender = sender;
        this.history = history;
        this.stopOrder = DisableScoutOrders.property(identity.application(), endpoint);
    }

    /** What cannot be sent stays, so that each report says what is wrong with it. */
    private static Map<String, @Nullable Object> snapshot(Map<String, @Nullable Object> base) {
        try {
            return MetadataSnapshot.copyOf(base);
        } catch (IllegalArgumentException e) {
            return base;
        }
    }

    /** Finds the ID, encodes, and sends once. */
    public Response report(Map<String, ? extends @Nullable Object> metadata) throws MetritonException {
        long start = System.nanoTime();
        // The caller may change it meanwhile.
        Map<String, @Nullable Object> copy =
                snapshot(metadata, MetadataSnapshot.MAX_BYTES).toMap();
        EncodedReport report = new EncodedReport(identity, encodeNow(find(), copy), null);
        if (isSilenced()) { // The order may have come meanwhile.
            return identity.ownVersion();
        }
        return send(report, start).responseOrThrow().orElse(identity.ownVersion());
    }

    /**
     * Copies what a caller reports. With a declaration, values that cannot be sent are left out.
     *
     * @throws IllegalArgumentException as {@link MetadataSnapshot#MetadataSnapshot}; with a declaration if the map itself
     *     cannot be read, or what is declared is larger than the limit
     */
    public MetadataSnapshot snapshot(Map<String, ? extends @Nullable Object> metadata, long maxBytes) {
        try {
            return new MetadataSnapshot(metadata, maxBytes);
        } catch (IllegalArgumentException e) {
            if (filter == null) {
                throw e;
            }
            Map<String, @Nullable Object> readable;
            try {
                readable = filter.readable(metadata);
            } catch (Throwable unreadable) { // Whatever the map throws: the first copy has said it.
                throw e;
            }
            try {
                return new MetadataSnapshot(readable, maxBytes);
            } catch (IllegalArgumentException tooLarge) { // The customizers see what is declared, at least.
                return new MetadataSnapshot(filter.declared(readable), maxBytes);
            }
        }
    }

    /** Sends once; the timeout has been running since {@code start} ({@link System#nanoTime}). */
    public SendResult send(EncodedReport report, long start) {
        SendResult result = sender.attempt(report, endpoint, start);
        if (result.outcome().isDelivered() && !installIds.isDryRun()) {
            history.succeeded();
        }
        if (result.failure() != null) {
            history.failed(result.failure());
        }
        return result;
    }

    private byte[] encodeNow(Found found, Map<String, @Nullable Object> metadata) throws MetritonException {
        try {
            return encode(found, metadata);
        } catch (OutOfMemoryError e) { // A report is the last reason for which a host's thread should end.
            throw new MetritonException("there is no memory for the report: " + e, e);
        }
    }

    /**
     * What goes over the wire.
     *
     * @throws OutOfMemoryError also if a customizer has thrown it: a caller that can wait tries again when there is memory
     */
    public byte[] encode(Found found, Map<String, ? extends @Nullable Object> metadata) throws MetritonException {
        Map<String, @Nullable Object> merged = new LinkedHashMap<>(baseMetadata);
        merged.putAll(found.metadata());
        merged.putAll(metadata);
        for (MetadataStep step : steps) {
            apply(step, merged);
        }
        try {
            return ReportEncoder.encode(
                    identity.application(),
                    found.id(),
                    identity.version(),
                    filter == null ? merged : filter.declared(merged));
        } catch (IllegalArgumentException e) {
            if (steps.isEmpty() || !isSendable(baseMetadata)) {
                throw e;
            }
            throw new MetritonException("a customizer made metadata that cannot be sent: " + e.getMessage(), e);
        }
    }

    private static boolean isSendable(Map<String, ? extends @Nullable Object> metadata) {
        try {
            MetadataSnapshot.copyOf(metadata);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** The ID and what comes with it; the fallback, with the reason, if there is one to fall back to. */
    public Found find() throws InstallIdException {
        try {
            return installIds.get();
        } catch (InstallIdException e) {
            history.failed(e);
            if (fallbackId == null || Thread.currentThread().isInterrupted()) {
                throw e;
            }
            return new Found(fallbackId, "fallback", Map.of("install_id_error", kind(e)));
        }
    }

    /** Says why nothing would be sent, if the user has asked to see what would be. */
    public void explain(String why) {
        LogTransport.explain(environment, Target.withoutUserInfo(endpoint), why);
    }

    /** Whether the endpoint has ordered this application to stop reporting. */
    public boolean isSilenced() {
        return DisableScoutOrders.isStopped(stopOrder);
    }

    public AppIdentity identity() {
        return identity;
    }

    public URI endpoint() {
        return endpoint;
    }

    public InstallIds installIds() {
        return installIds;
    }

    public SendHistory history() {
        return history;
    }

    /** How many values were left out of reports, because they are not declared. */
    public long undeclared() {
        return filter == null ? 0 : filter.leftOut().count();
    }

    public Map<String, @Nullable Object> baseMetadata() {
        return baseMetadata;
    }

    private static void apply(MetadataStep step, Map<String, @Nullable Object> metadata) throws MetritonException {
        try {
            step.apply(metadata);
        } catch (OutOfMemoryError e) {
            throw e;
        } catch (Throwable e) {
            // Also what Kotlin throws without declaring it: no caller pays for a customizer's defect.
            Thrown.restoreInterrupt(e);
            throw new MetritonException("the report customizer " + step.name() + " failed: " + Thrown.text(e), e);
        }
    }

    /** The class of the innermost cause, and no more: messages of the file system hold names of people. */
    private static String kind(Throwable failure) {
        Throwable root = failure;
        for (int depth = 0; root.getCause() != null && depth < MAX_CAUSES; depth++) {
            root = root.getCause();
        }
        return root.getClass().getSimpleName();
    }
}
