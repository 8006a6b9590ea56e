package io.metriton.core;

import io.metriton.core.internal.daily.DailyDelivery;
import io.metriton.core.internal.delivery.Delivery;
import io.metriton.core.internal.delivery.OutboxHandle;
import io.metriton.core.internal.process.DisableScoutOrders;
import io.metriton.core.internal.report.ReporterSettings;
import java.lang.ref.WeakReference;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The delivery of a background reporter, made with its reporter when something is to be sent. Thread-safe. */
final class LazyDelivery implements DailyDelivery {
    private final ReporterSource source;
    private final BackgroundPlan plan;
    private final OutboxHandle outbox;
    private final WeakReference<Object> owner;
    private final Object lock = new Object();
    private volatile boolean closed;
    private volatile @Nullable Delivery delivery;

    /**
     * Nothing is made yet.
     *
     * @param owner the background reporter
     */
    LazyDelivery(ReporterSource source, BackgroundPlan plan, OutboxHandle outbox, Object owner) {
        this.source = source;
        this.plan = plan;
        this.outbox = outbox;
        this.owner = new WeakReference<>(owner);
    }

    OutboxHandle outbox() {
        return outbox;
    }

    @Override
    public @Nullable Delivery made() {
        return delivery;
    }

    @Override
    public @Nullable Delivery get() {
        Delivery made = delivery;
        return made == null ? make() : made;
    }

    @Override
    public boolean isSilenced() {
        Delivery made = delivery;
        ReporterSettings settings = source.settings();
        return made == null
                ? settings != null
                        && DisableScoutOrders.isStopped(settings.identity().application(), settings.endpoint())
                : made.isSilenced();
    }

    /** None is made any more; null if none was. Does not wait for one that is being made. */
    @Nullable
    Delivery close() {
        closed = true;
        return delivery;
    }

    /** The look at the class path runs code of others, which may report: it is not made under this lock. */
    private @Nullable Delivery make() {
        if (closed) {
            return delivery;
        }
        Reporter reporter = source.get();
        Delivery made = null;
        synchronized (lock) {
            if (delivery != null) {
                return delivery;
            }
            if (!closed && reporter.components().pipeline() != null) {
                made = new Delivery(reporter.components(), plan.settings(), owner, outbox);
                delivery = made;
            }
        }
        if (closed) { // By a close that saw neither the reporter nor the delivery.
            if (made != null) {
                made.close(Duration.ZERO, false);
            }
            reporter.close();
            return null;
        }
        return made;
    }
}
