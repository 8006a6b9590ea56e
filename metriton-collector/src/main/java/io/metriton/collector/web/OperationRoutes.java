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
import java.util.Objects;

/** What operators and machines look at: whether it works, how it does, and what there is. */
final class OperationRoutes {

    private final Services services;
    private final PrometheusMeterRegistry metrics;

    OperationRoutes(Services services, PrometheusMeterRegistry metrics) {
        this.services = services;
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

    private void health(Context ctx) {
        if (services.store().isWritable()) {
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
