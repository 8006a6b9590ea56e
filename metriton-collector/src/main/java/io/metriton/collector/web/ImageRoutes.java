package io.metriton.collector.web;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.metriton.collector.applications.Application;
import io.metriton.collector.figures.UtcDay;
import io.metriton.collector.privacy.DeclaredKey;
import io.metriton.collector.privacy.MetadataType;
import io.metriton.collector.store.SessionTable;
import io.metriton.collector.web.chart.Charts;
import io.metriton.collector.web.chart.Look;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Badges and charts of public applications as images, to be shown elsewhere; who is logged in sees all that the token is for.
 */
final class ImageRoutes {

    private static final String CACHED = "public, max-age=3600";
    private static final int NARROWEST = 320;
    private static final int WIDEST = 2000;

    private final Services services;
    private final Bulkhead bulkhead;
    private final SessionTable sessions;
    private final ApplicationPages pages;

    ImageRoutes(Services services, SessionTable sessions, Bulkhead bulkhead) {
        this.bulkhead = bulkhead;
        this.services = services;
        this.sessions = sessions;
        this.pages = new ApplicationPages(services);
    }

    void add(RoutesConfig routes) {
        routes.get("/badge/{application}.json", bulkhead.around(this::badgeJson));
        routes.get("/badge/{application}.svg", bulkhead.around(this::badgeSvg));
        routes.get("/charts/{application}/{chart}.svg", bulkhead.around(this::chart));
        routes.get("/charts/{application}/key/{key}.svg", bulkhead.around(this::keyChart));
    }

    private Application application(Context ctx) {
        Viewer viewer = Viewer.of(ctx, sessions, services.clock());
        Application found = services.applications()
                .find(ctx.pathParam("application"))
                .filter(viewer::maySee)
                .orElseThrow(() -> new HttpProblem(404, "there is no public application of this name"));
        return found;
    }

    /** An answer to an error is not kept: a key may be declared the next minute. */
    private static void mayBeKept(Context ctx, Application application) {
        ctx.header("Cache-Control", application.settings().isPublic() ? CACHED : "private, no-store");
        ctx.header("Vary", "Accept-Encoding");
    }

    private static void svg(Context ctx, Application application, String svg) {
        mayBeKept(ctx, application);
        ctx.header("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'");
        ctx.contentType("image/svg+xml; charset=utf-8").result(svg);
    }

    /** In the form that Shields' endpoint badge wants. */
    private void badgeJson(Context ctx) {
        Application application = application(ctx);
        Map<String, Object> badge = new LinkedHashMap<>();
        badge.put("schemaVersion", 1);
        badge.put("label", "active installs");
        badge.put("message", message(application));
        badge.put("color", "blue");
        mayBeKept(ctx, application);
        ApplicationRoutes.json(ctx, 200, badge);
    }

    private void badgeSvg(Context ctx) {
        Application application = application(ctx);
        svg(ctx, application, Charts.badge("active installs", message(application)));
    }

    private String message(Application application) {
        return String.format(Locale.ROOT, "%,d", pages.badge(application));
    }

    /** Draws a chart that is named in a path. */
    private interface Drawing {
        String draw(ChartSource source, Application application, String name, Look look);
    }

    private void chart(Context ctx) {
        String name = ctx.pathParam("chart");
        answer(ctx, ImageRoutes::draw, name, name.equals("active"));
    }

    /** Of any key, also of one that has the name of another chart. */
    private void keyChart(Context ctx) {
        answer(ctx, ImageRoutes::drawKey, ctx.pathParam("key"), false);
    }

    private void answer(Context ctx, Drawing drawing, String name, boolean windows) {
        Application application = application(ctx);
        int today = UtcDay.today(services.clock());
        FigureQuery query = FigureQuery.of(ctx, application, today);
        ChartSource source = new ChartSource(services.store(), application, query.channel(), query.per(), today);
        boolean dark = "dark".equals(ctx.queryParam("theme"));
        Look look = new Look(width(ctx), 250, dark ? Look.Theme.DARK : Look.Theme.LIGHT);
        if (query.per().isRolling() && !windows) {
            throw new HttpProblem(400, "per must be day, week or month for this chart");
        }
        svg(ctx, application, services.store().atOneMoment(() -> drawing.draw(source, application, name, look)));
    }

    private static String draw(ChartSource source, Application application, String name, Look look) {
        return switch (name) {
            case "active" -> Charts.lines(source.active(), look);
            case "new" -> Charts.bars(source.fresh(), look);
            case "versions" -> Charts.bars(source.versions(), look);
            default -> drawKey(source, application, name, look);
        };
    }

    private static String drawKey(ChartSource source, Application application, String name, Look look) {
        DeclaredKey key = Optional.ofNullable(application.keys().get(name))
                .orElseThrow(() -> new HttpProblem(
                        404, "there are the charts active, new, versions, and key/NAME for each declared key"));
        return key.type() == MetadataType.SET
                ? Charts.lines(source.key(key), look)
                : Charts.bars(source.key(key), look);
    }

    private static int width(Context ctx) {
        String text = Optional.ofNullable(ctx.queryParam("width")).orElse("800");
        if (!text.matches("[0-9]{1,5}")) {
            throw new HttpProblem(400, "width must be a number of pixels");
        }
        return Math.max(NARROWEST, Math.min(WIDEST, Integer.parseInt(text)));
    }
}
