package io.metriton.collector.web;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.metriton.collector.applications.Application;
import io.metriton.collector.figures.Per;
import io.metriton.collector.figures.UtcDay;
import io.metriton.collector.store.Channel;
import io.metriton.collector.store.SessionTable;
import io.metriton.collector.store.TallyTable;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Pages that show something: all applications, one of them, and what it collects. */
final class PageRoutes {

    private final Services services;
    private final SessionTable sessions;
    private final ApplicationPages pages;
    private final Page page;
    private final Bulkhead bulkhead;
    private final String style = OperationRoutes.resource("/static/style.css");

    PageRoutes(Services services, SessionTable sessions, Page page, Bulkhead bulkhead) {
        this.services = services;
        this.sessions = sessions;
        this.pages = new ApplicationPages(services);
        this.page = page;
        this.bulkhead = bulkhead;
    }

    void add(RoutesConfig routes, Bulkhead lookUps) {
        routes.get("/", bulkhead.around(this::overview));
        routes.get("/applications/{application}", bulkhead.around(this::application));
        routes.get("/applications/{application}/collected", lookUps.around(this::collected));
        routes.get(
                "/static/style.css",
                ctx -> ctx.contentType("text/css; charset=utf-8")
                        .header("Cache-Control", "public, max-age=3600")
                        .header("Vary", "Accept-Encoding")
                        .result(style));
    }

    private Viewer viewer(Context ctx) {
        return Viewer.of(ctx, sessions, services.clock());
    }

    private void overview(Context ctx) {
        Viewer viewer = viewer(ctx);
        List<TallyTable.Unknown> unknown = viewer.mayAdd() ? new TallyTable(services.store()).unknown() : List.of();
        Map<String, Long> refused = viewer.mayAdd() ? pages.refused(TallyTable.NO_APPLICATION) : Map.of();
        page.answer(ctx, 200, "overview", viewer, "cards", pages.cards(viewer), "unknown", unknown, "refused", refused);
    }

    /** The application of a request that may see it; nobody learns which others there are. */
    private Optional<Application> visible(Context ctx, Viewer viewer) {
        Optional<Application> found =
                services.applications().find(ctx.pathParam("application")).filter(viewer::maySee);
        if (found.isEmpty()) {
            page.message(
                    ctx,
                    404,
                    viewer,
                    "Nothing to see here",
                    "There is no application of this name, or it is not public. Log in to see all.");
        }
        return found;
    }

    private void application(Context ctx) {
        Viewer viewer = viewer(ctx);
        Optional<Application> application = visible(ctx, viewer);
        if (application.isPresent()) {
            FigureQuery query = FigureQuery.of(ctx, application.get(), UtcDay.today(services.clock()));
            Channel channel = query.channel();
            Per per = query.per();
            page.answer(
                    ctx,
                    200,
                    "application",
                    viewer,
                    "page",
                    pages.page(application.get(), channel, per.isRolling() ? Per.DAY : per),
                    "spans",
                    pages.spans());
        }
    }

    private void collected(Context ctx) {
        Viewer viewer = viewer(ctx);
        Optional<Application> application = visible(ctx, viewer);
        application.ifPresent(found -> page.answer(ctx, 200, "collected", viewer, "application", found));
    }
}
