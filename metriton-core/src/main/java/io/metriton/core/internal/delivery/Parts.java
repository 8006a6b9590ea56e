package io.metriton.core.internal.delivery;

import io.metriton.core.internal.report.ReportPipeline;
import io.metriton.core.internal.report.ReporterComponents;
import io.metriton.core.internal.report.ReporterSettings;
import java.util.Objects;

/** The parts of a delivery, put together. Immutable. */
record Parts(
        ReporterComponents components,
        ReportPipeline pipeline,
        DeliveryQueue queue,
        QueueLimits limits,
        DeliveryCounters counters,
        OutboxHandle outbox,
        Settlement settlement,
        ReportPreparer preparer,
        DeliveryAttempt attempt,
        OrphanRecovery orphans,
        FirstOfDay firstOfDay,
        Closing closing) {

    static Parts of(ReporterComponents components, DeliverySettings settings, OutboxHandle given) {
        ReportPipeline pipeline = Objects.requireNonNull(components.pipeline(), "a disabled reporter delivers nothing");
        ReporterSettings reporter =
                Objects.requireNonNull(components.settings(), "a disabled reporter has no settings");
        DeliverySettings.Time time = settings.time();
        DeliveryQueue queue = new DeliveryQueue();
        QueueLimits limits = new QueueLimits(settings.maxReports(), settings.maxBytes());
        DeliveryCounters counters = new DeliveryCounters();
        boolean dry = components.isDryRun(); // Then nothing is stored, or taken over.
        OutboxHandle outbox = dry ? new OutboxHandle(reporter, null, null, false) : given;
        Settlement settlement = new Settlement(queue, limits, counters, outbox);
        return new Parts(
                components,
                pipeline,
                queue,
                limits,
                counters,
                outbox,
                settlement,
                new ReportPreparer(pipeline, queue, settlement, limits, outbox, time),
                new DeliveryAttempt(pipeline, settings, queue, settlement, counters, outbox),
                new OrphanRecovery(pipeline, queue, outbox, counters, time.nanoTime()),
                new FirstOfDay(outbox, time.clock()),
                new Closing());
    }
}
