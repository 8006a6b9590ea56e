package io.metriton.core;

import io.metriton.api.Outbox;
import io.metriton.api.Outbox.Durability;
import io.metriton.api.OutboxProvider;
import io.metriton.api.StoredReport;
import io.metriton.core.internal.util.Log;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The outbox, if there is one and as long as it works; reports that it does not take stay in memory. It is opened at the
 * first report. Thread-safe.
 */
final class Spool {
    private static final String MEMORY = "memory alone";

    private final ReportPipeline pipeline;
    private final @Nullable ClassLoader classLoader;
    private final @Nullable ClassLoader context;
    private @Nullable Outbox outbox;
    private boolean opened;
    private volatile Durability durability = Durability.POWER_LOSS;
    private volatile String waitingIn;

    /** What the application gave, perhaps nothing; it is closed even if it was never used. */
    Spool(ReportPipeline pipeline, @Nullable Outbox given) {
        this.pipeline = pipeline;
        this.classLoader = null;
        this.context = null;
        this.outbox = given;
        this.opened = true;
        this.waitingIn = given == null ? MEMORY : location(given);
    }

    /** To be looked for, not before it is needed, so that no caller waits for that. */
    Spool(ReportPipeline pipeline, @Nullable ClassLoader classLoader, @Nullable ClassLoader context) {
        this.pipeline = pipeline;
        this.classLoader = classLoader;
        this.context = context;
        this.waitingIn = MEMORY;
    }

    private static String location(Outbox outbox) {
        try {
            return String.valueOf(outbox.location());
        } catch (RuntimeException | Error e) {
            return "an outbox that cannot say where it is";
        }
    }

    /** Where reports wait, or why they do in memory. */
    String waitingIn() {
        return waitingIn;
    }

    /** Whether there is an outbox that can be used. */
    synchronized boolean isThere() {
        return open() != null;
    }

    /** Time is short: what is put from now on, also by who is at it already, need survive no more than this process. */
    void hasten() {
        durability = Durability.PROCESS_END;
    }

    /**
     * Keeps a report.
     *
     * @return the keys of those that had to make room; null if it was not kept
     */
    synchronized @Nullable List<String> put(StoredReport report) {
        Outbox place = open();
        if (place == null) {
            return null;
        }
        try {
            List<String> pushedOut = place.put(report, durability);
            waitingIn = location(place);
            return pushedOut;
        } catch (Throwable e) {
            failed("reports wait in memory alone, because the outbox cannot keep them: ", e);
            return null;
        }
    }

    synchronized void remove(String key) {
        try {
            if (outbox != null) {
                outbox.remove(key);
            }
        } catch (Throwable e) {
            failed("a report may be sent again, because it cannot be removed from the outbox: ", e);
        }
    }

    synchronized Outbox.TakenOver takeOver(URI endpoint, int max) {
        Outbox place = open();
        if (place != null) {
            try {
                return place.takeOver(endpoint, max);
            } catch (Throwable e) {
                failed("reports of earlier runs cannot be read from the outbox: ", e);
            }
        }
        return new Outbox.TakenOver(List.of(), 0);
    }

    synchronized void close() {
        try {
            if (outbox != null) {
                outbox.close();
            }
        } catch (Throwable e) {
            failed("the outbox could not be closed: ", e);
        }
        opened = true;
        outbox = null;
    }

    private @Nullable Outbox open() {
        if (!opened) {
            opened = true;
            try {
                Services<OutboxProvider> services = Services.find(OutboxProvider.class, classLoader, context);
                services.logFailures("outbox");
                if (!services.found().isEmpty()) {
                    OutboxProvider best = services.found().get(0).provider();
                    outbox = best.open(
                            pipeline.identity().application(),
                            pipeline.installIds().environment());
                    waitingIn = location(outbox);
                }
            } catch (Throwable e) {
                failed("reports wait in memory alone, because the outbox cannot be opened: ", e);
            }
        }
        return outbox;
    }

    private void failed(String what, Throwable failure) {
        waitingIn = what + failure;
        Log.once(System.Logger.Level.DEBUG, what + failure);
    }
}
