package io.metriton.collector.web;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.metriton.collector.store.Writer;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** What operators and machines look at: whether it works, how it does, and what there is. */
final class OperationRoutes {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Services services;
    private final Health health;
    private final Executor executor;
    private final PrometheusMeterRegistry metrics;

    /** Answers are written by the executor: the thread that stores reports has no time for clients. */
    OperationRoutes(Services services, Executor executor, PrometheusMeterRegistry metrics) {
        this.services = services;
        this.health = new Health(this::probe, services.clock(), PATIENCE);
        this.executor = executor;
        this.metrics = metrics;
        metrics.gauge("metriton.reports.waiting", services.store().writer(), Writer::waiting);
        new JvmMemoryMetrics().bindTo(metrics);
    }

    void add(RoutesConfig routes) {
        routes.get("/healthz", this::health);
        routes.get(
                "/metrics",
                ctx -> ctx.contentType("text/plain; version=0.0.4; charset=utf-8")
                        .result(metrics.scrape("text/plain; version=0.0.4; charset=utf-8")));
        routes.get(
                "/api/v1/openapi.json",
                ctx -> ctx.contentType("application/json").result(resource("/openapi.json")));
    }

    /** Fails, too, where each report would be refused, because the database has another secret. */
    private CompletableFuture<Boolean> probe() {
        return probeOnce().thenCompose(works -> {
            if (works) {
                return CompletableFuture.completedFuture(true);
            }
            services.secrets().reload(); // It may have been changed beside this node.
            return probeOnce();
        });
    }

    private CompletableFuture<Boolean> probeOnce() {
        return services.store().probe(services.secrets().secrets().current().fingerprint());
    }

    private void health(Context ctx) {
        ctx.future(() -> health.check().thenAcceptAsync(works -> answer(ctx, works), executor));
    }

    private static void answer(Context ctx, boolean works) {
        if (works) {
            ctx.contentType("text/plain").result("ok\n");
        } else {
            Problem.answer(ctx, 503, "nothing can be stored");
        }
    }

    static String resource(String path) {
        try (InputStream in = Objects.requireNonNull(OperationRoutes.class.getResourceAsStream(path), path)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
