package io.metriton.collector.web;

import com.fasterxml.jackson.databind.JsonNode;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.metriton.collector.applications.Application;
import io.metriton.collector.applications.InvalidSettingsException;
import io.metriton.collector.applications.Json;
import io.metriton.collector.applications.SettingsPatch;
import io.metriton.collector.figures.UtcDay;
import io.metriton.collector.privacy.Secrets;
import io.metriton.collector.store.TallyTable;
import io.metriton.collector.store.Token;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** {@code /api/v1/applications}: what may report, what it is answered, and the order to forget an installation. */
final class ApplicationRoutes {

    private static final String PATH = "/api/v1/applications";

    private final Services services;
    private final Access access;
    private final TallyTable tallies;

    ApplicationRoutes(Services services, Access access) {
        this.services = services;
        this.access = access;
        this.tallies = new TallyTable(services.store());
    }

    void add(RoutesConfig routes, Bulkhead lookUps) {
        routes.get(PATH, lookUps.around(this::list));
        routes.get("/api/v1/unknown-applications", lookUps.around(this::unknown));
        routes.get(
                PATH + "/{application}",
                lookUps.around(ctx -> json(ctx, 200, access.application(ctx).json())));
        routes.put(PATH + "/{application}", lookUps.around(this::put));
        routes.delete(PATH + "/{application}", lookUps.around(this::delete));
        routes.post(PATH + "/{application}/forget", lookUps.around(this::forget));
        routes.get(PATH + "/{application}/refused", lookUps.around(this::refused));
    }

    static void json(Context ctx, int status, Object value) {
        ctx.status(status).contentType("application/json").result(Json.bytes(value));
    }

    private void list(Context ctx) {
        Token token = access.token(ctx);
        json(
                ctx,
                200,
                Map.of(
                        "applications",
                        services.applications().all().stream()
                                .filter(application -> token.isFor(application.name()))
                                .map(Application::json)
                                .toList()));
    }

    private void unknown(Context ctx) {
        Token token = access.token(ctx);
        if (!token.isAdmin() || token.application().isPresent()) {
            throw new HttpProblem(403, "this is for an administrator of all applications");
        }
        flushTallies();
        json(
                ctx,
                200,
                Map.of(
                        "refused",
                        refusals(TallyTable.NO_APPLICATION),
                        "unknown",
                        tallies.unknown().stream()
                                .map(unknown -> Map.of(
                                        "application",
                                        unknown.name(),
                                        "reports",
                                        unknown.reports(),
                                        "last",
                                        Days.text(unknown.lastDay())))
                                .toList()));
    }

    private void put(Context ctx) throws IOException {
        String name = access.mayChange(ctx);
        boolean fresh;
        try {
            fresh = services.applications().put(name, SettingsPatch.of(name, body(ctx)));
        } catch (InvalidSettingsException e) {
            throw new HttpProblem(e.isConflict() ? 409 : 400, String.valueOf(e.getMessage()));
        }
        tallies.dropUnknown(name);
        json(ctx, fresh ? 201 : 200, access.application(ctx).json());
    }

    private static JsonNode body(Context ctx) throws IOException {
        WholeBodies.check(ctx.req());
        byte[] bytes = ctx.bodyInputStream().readAllBytes();
        try {
            return Json.read(bytes);
        } catch (IOException e) {
            throw new HttpProblem(400, "the body is no JSON document in UTF-8");
        }
    }

    private void delete(Context ctx) {
        if (!services.applications().delete(access.mayChange(ctx))) {
            throw new HttpProblem(404, "there is no application of this name");
        }
        ctx.status(204);
    }

    private void forget(Context ctx) throws IOException {
        access.mayChange(ctx);
        Application application = access.application(ctx);
        JsonNode id = body(ctx).path("install_id");
        if (!id.isTextual() || id.asText().isBlank()) {
            throw new HttpProblem(400, "install_id must be a text");
        }
        json(ctx, 200, Map.of("forgotten", forget(application, id.asText()) > 0));
    }

    /** How many rows were deleted; waits for that. */
    int forget(Application application, String installId) {
        try {
            OptionalInt forgotten = forgetBy(services.secrets().secrets(), application, installId);
            if (forgotten.isEmpty()) {
                services.secrets().reload();
                forgotten = forgetBy(services.secrets().secrets(), application, installId);
            }
            return forgotten.orElseThrow(
                    () -> new HttpProblem(503, "the secret was changed; start this collector again with the new one"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HttpProblem(503, "interrupted");
        } catch (ExecutionException | TimeoutException e) {
            throw new HttpProblem(503, "the installation could not be forgotten; try again");
        }
    }

    private OptionalInt forgetBy(Secrets secrets, Application application, String installId)
            throws InterruptedException, ExecutionException, TimeoutException {
        List<byte[]> keys = secrets.each(secret -> secret.installKey(application.name(), installId));
        return services.journal().forget(secrets.current().fingerprint(), keys).get(30, TimeUnit.SECONDS);
    }

    /** So that what was just refused is seen; not for long, as figures are shown also where nothing can be stored. */
    private void flushTallies() {
        services.tallies().flush().completeOnTimeout(null, 1, TimeUnit.SECONDS).join();
    }

    private void refused(Context ctx) {
        Application application = access.application(ctx);
        flushTallies();
        json(ctx, 200, Map.of("days", refusals(application.id())));
    }

    private Map<String, Map<String, Long>> refusals(int application) {
        return Days.byText(tallies.refusals(application, UtcDay.today(services.clock()) - 29));
    }
}
