package io.metriton.collector.web;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.metriton.collector.ingest.Arrival;
import io.metriton.collector.ingest.Ingest;
import io.metriton.collector.ingest.Outcome;
import io.metriton.collector.ingest.Refused;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** {@code POST /scout} and {@code POST /beta/scout}. No thread waits while a report is stored. */
final class ReportRoutes {

    private static final String REPORTS = "metriton.reports";
    private static final String JSON = "application/json";

    private final Ingest ingest;
    private final ClientAddress addresses;
    private final Executor executor;
    private final MeterRegistry metrics;

    /** Answers are written by the executor: the thread that stores reports has no time for clients. */
    ReportRoutes(Services services, ClientAddress addresses, Executor executor, MeterRegistry metrics) {
        this.ingest = services.ingest();
        this.metrics = metrics;
        this.addresses = addresses;
        this.executor = executor;
    }

    void add(RoutesConfig routes) {
        routes.post("/scout", ctx -> accept(ctx, false));
        routes.post("/beta/scout", ctx -> accept(ctx, true));
    }

    private void accept(Context ctx, boolean beta) throws IOException {
        Timer.Sample sample = Timer.start(metrics);
        byte[] body = ctx.bodyInputStream().readAllBytes();
        Optional<Refused> fault = fault(ctx, body);
        Arrival arrival = new Arrival(
                beta,
                addresses.of(ctx.req()),
                Optional.ofNullable(ctx.header("Idempotency-Key")),
                Optional.ofNullable(ctx.header("Metriton-Report-Age")));
        ctx.future(() -> {
            CompletableFuture<Outcome> outcome =
                    fault.isPresent() ? ingest.refuse(body, fault.get(), arrival) : ingest.accept(body, arrival);
            return outcome.handleAsync((done, failure) -> answer(ctx, done, failure), executor)
                    .thenAccept(answered -> measure(answered, sample));
        });
    }

    private void measure(Context ctx, Timer.Sample sample) {
        metrics.counter(REPORTS, "status", Integer.toString(ctx.statusCode())).increment();
        sample.stop(metrics.timer("metriton.report.duration"));
    }

    /** Why a request is none for a report, whatever is in its body. */
    private static Optional<Refused> fault(Context ctx, byte[] body) {
        if (!MediaType.is(ctx, JSON)) {
            return Optional.of(new Refused(415, Refused.Reason.UNSUPPORTED, "the body must be " + JSON));
        }
        if (ctx.header("Content-Encoding") != null) {
            return Optional.of(new Refused(415, Refused.Reason.UNSUPPORTED, "the body must not be encoded"));
        }
        if (WholeBodies.isTooLong(ctx.req()) || body.length > Ingest.LONGEST_BODY) {
            return Optional.of(new Refused(
                    413, Refused.Reason.TOO_LARGE, "the body is longer than " + Ingest.LONGEST_BODY + " bytes"));
        }
        return Optional.empty();
    }

    private static Context answer(Context ctx, @Nullable Outcome outcome, @Nullable Throwable failure) {
        if (outcome != null) {
            Problem.none(ctx);
            ctx.status(outcome.status());
            if (!outcome.body().isEmpty()) {
                ctx.contentType(JSON).result(outcome.body());
            }
            return ctx;
        }
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof Refused refused) {
            refuse(ctx, refused);
            return ctx;
        }
        throw new IllegalStateException("a report failed", cause);
    }

    private static void refuse(Context ctx, Refused refused) {
        OptionalLong retryAfter = refused.retryAfter();
        if (retryAfter.isPresent()) {
            ctx.header("Retry-After", Long.toString(retryAfter.getAsLong()));
        }
        Problem.answer(ctx, refused.status(), String.valueOf(refused.getMessage()));
    }
}
