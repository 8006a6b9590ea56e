package io.metriton.core;

import io.metriton.api.Outbox;
import io.metriton.core.internal.daily.Daily;
import io.metriton.core.internal.delivery.Delivery;
import io.metriton.core.internal.delivery.OutboxHandle;
import io.metriton.core.internal.process.DetachedTask;
import io.metriton.core.internal.util.Budget;
import io.metriton.core.internal.util.Log;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One call of {@link BackgroundReporter#close(Duration)}: closes the daily report, then the delivery, and then what the two
 * used. As a {@link Runnable}, it closes the delivery of a daily report that takes longer than its budget. Throws nothing,
 * and is not reused.
 */
final class BackgroundShutdown implements Runnable {
    /** For an outbox to be closed after the budget. */
    private static final long GRACE_NANOS = TimeUnit.MILLISECONDS.toNanos(150);

    private final ReporterSource source;
    private final @Nullable LazyDelivery delivery;
    private final @Nullable Outbox given;
    private final boolean extended;

    /**
     * Nothing is closed yet.
     *
     * @param delivery null if telemetry is disabled
     * @param given the outbox that the application gave
     * @param extended whether the budget may grow to that of the end of the JVM
     */
    BackgroundShutdown(
            ReporterSource source, @Nullable LazyDelivery delivery, @Nullable Outbox given, boolean extended) {
        this.source = source;
        this.delivery = delivery;
        this.given = given;
        this.extended = extended;
    }

    /** Returns how many reports are not delivered. */
    int close(@Nullable Daily daily, Duration dailyBudget, Duration budget) {
        long end = System.nanoTime() + Budget.nanos(budget);
        try {
            if (daily == null || daily.close(dailyBudget, this)) {
                return closeDelivery(end);
            }
        } catch (LinkageError e) {
            closeTransport(); // The host has closed the class loader, or replaced the jar: there is no orderly end.
        }
        Delivery made = delivery == null ? null : delivery.made();
        return made == null ? 0 : made.left();
    }

    @Override
    public void run() {
        closeDelivery(System.nanoTime());
    }

    private int closeDelivery(long end) {
        Delivery running = delivery == null ? null : delivery.close();
        if (running == null) {
            closeUnused(end);
            return 0;
        }
        source.get().closing();
        int left = running.close(Budget.until(end), extended);
        if (source.isDryRun()) { // It did not use the outbox that it was given.
            closeUnused(end);
        }
        return left;
    }

    /**
     * A reporter and an outbox without a delivery. On another thread, as a transport or a disk may hang; but after an opt-out no
     * thread is started, and an outbox that nobody has used has nothing that could hang.
     */
    private void closeUnused(long end) {
        OutboxHandle handle = delivery == null ? null : delivery.outbox();
        Unused unused = new Unused(source, handle, given);
        boolean isUsed = (handle != null && handle.isOpen()) || source.hasTransport();
        if (!isUsed) {
            closeHere(unused);
            return;
        }
        DetachedTask.startOrRun("close", unused).await(Budget.later(end, System.nanoTime() + GRACE_NANOS));
    }

    private static void closeHere(Unused unused) {
        try {
            unused.run();
        } catch (Throwable e) { // Of an outbox of the application.
            Log.failure("what a background reporter was given could not be closed: ", e);
        }
    }

    private record Unused(
            ReporterSource source,
            @Nullable OutboxHandle handle,
            @Nullable Outbox given) implements Runnable {
        @Override
        public void run() {
            source.close();
            if (handle != null) {
                handle.close();
            } else if (given != null) {
                given.close();
            }
        }
    }

    private void closeTransport() {
        try {
            source.close();
        } catch (LinkageError e) {
            // What closes it was not loaded either.
        }
    }
}
