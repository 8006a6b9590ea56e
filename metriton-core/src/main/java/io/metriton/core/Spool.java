package io.metriton.core;

import io.metriton.api.Outbox;
import io.metriton.api.Outbox.Durability;
import io.metriton.api.OutboxProvider;
import io.metriton.api.StoredReport;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The outbox, if there is one and as long as it works; reports that it does not take stay in memory. It is opened at the
 * first report. Thread-safe.
 */
final class Spool {
    private static final String MEMORY = "memory alone";

    private final @Nullable OutboxProvider provider;
    private final ReportPipeline pipeline;
    private @Nullable Outbox outbox;
    private boolean opened;
    private volatile Durability durability = Durability.POWER_LOSS;
    private volatile String waitingIn;

    /** One that the application gave is there already, and is closed even if it was never used. */
    Spool(@Nullable Outbox given, @Nullable OutboxProvider provider, ReportPipeline pipeline) {
        this.provider = provider;
        this.pipeline = pipeline;
        this.outbox = given;
        this.opened = given != null;
        this.waitingIn = given == null ? MEMORY : location(given);
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
                outbox = provider == null
                        ? null
                        : provider.open(
                                pipeline.identity().application(),
                                pipeline.installIds().environment());
                waitingIn = outbox == null ? MEMORY : location(outbox);
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
