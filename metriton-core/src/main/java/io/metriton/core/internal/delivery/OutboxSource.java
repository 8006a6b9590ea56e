package io.metriton.core.internal.delivery;

import static java.util.Objects.requireNonNull;

import io.metriton.api.Outbox;
import io.metriton.api.OutboxProvider;
import io.metriton.core.internal.report.ProviderCandidate;
import io.metriton.core.internal.report.ReporterSettings;
import io.metriton.core.internal.report.Services;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the outbox comes from: the application gave it, or its provider, or one is discovered. The last two open it with the
 * first use, and once. Thread-safe; blocks while an outbox is opened, but never while one is used.
 */
final class OutboxSource {
    private final ReporterSettings settings;
    private final @Nullable OutboxProvider provider;
    private final OutboxHealth health;
    private boolean toBeFound;
    private volatile @Nullable Outbox outbox;

    OutboxSource(
            ReporterSettings settings,
            @Nullable Outbox given,
            @Nullable OutboxProvider provider,
            boolean toBeFound,
            OutboxHealth health) {
        this.settings = settings;
        this.provider = provider;
        this.health = health;
        this.outbox = given;
        this.toBeFound = toBeFound || provider != null;
    }

    /** Whether there is one, or none was looked for yet. */
    synchronized boolean mayGiveOne() {
        return toBeFound || outbox != null;
    }

    /** The outbox, which is opened for that; null if there is none, or it cannot be opened. */
    @Nullable
    synchronized Outbox open() {
        if (toBeFound) {
            toBeFound = false;
            try {
                find();
            } catch (Throwable e) {
                health.notKept("reports wait in memory alone, because the outbox cannot be opened: ", e);
            }
        }
        return outbox;
    }

    /** The outbox if it is open; does not block. */
    @Nullable
    Outbox known() {
        return outbox;
    }

    /** From now on there is none. Returns the one that is to be closed. */
    @Nullable
    synchronized Outbox end() {
        toBeFound = false;
        Outbox last = outbox;
        outbox = null;
        return last;
    }

    private void find() {
        if (provider != null) {
            open(provider);
            return;
        }
        Services<OutboxProvider> services = Services.find(OutboxProvider.class, settings.loaders());
        services.logFailures("outbox");
        List<ProviderCandidate<OutboxProvider>> found = services.found();
        if (!found.isEmpty()) {
            open(found.get(0).provider());
        }
    }

    private void open(OutboxProvider from) {
        Outbox opened = requireNonNull(
                from.open(settings.identity().application(), settings.environment()), "its provider opened none");
        outbox = opened;
        health.opened(opened);
    }
}
