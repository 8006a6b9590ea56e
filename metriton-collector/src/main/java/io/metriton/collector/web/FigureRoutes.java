package io.metriton.collector.web;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.metriton.collector.applications.Application;
import io.metriton.collector.figures.CohortFigures;
import io.metriton.collector.figures.NameFigures;
import io.metriton.collector.figures.PeriodFigures;
import io.metriton.collector.figures.UtcDay;
import io.metriton.collector.store.FigureReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The figures of an application, as JSON or CSV. */
final class FigureRoutes {

    private static final String PATH = "/api/v1/applications/{application}";

    private final Services services;
    private final Access access;
    private final Bulkhead bulkhead;

    FigureRoutes(Services services, Access access, Bulkhead bulkhead) {
        this.services = services;
        this.access = access;
        this.bulkhead = bulkhead;
    }

    void add(RoutesConfig routes) {
        routes.get(PATH + "/active", bulkhead.around(this::active));
        routes.get(PATH + "/new", bulkhead.around(this::fresh));
        routes.get(PATH + "/counts", bulkhead.around(this::counts));
        routes.get(PATH + "/retention", bulkhead.around(this::retention));
    }

    private FigureQuery query(Context ctx, Application application) {
        return FigureQuery.of(ctx, application, UtcDay.today(services.clock()));
    }

    private FigureReader reader(Application application, FigureQuery query) {
        return new FigureReader(services.store(), application.id(), query.channel());
    }

    private void active(Context ctx) {
        Application application = access.application(ctx);
        FigureQuery query = query(ctx, application);
        FigureReader.Range range = query.range(true);
        List<PeriodFigures> periods = reader(application, query).active(range, query.by(), query.isPartial());
        periods(ctx, application, periods, !range.per().isRolling());
    }

    private void fresh(Context ctx) {
        Application application = access.application(ctx);
        FigureQuery query = query(ctx, application);
        FigureReader.Range range = query.range(false);
        periods(ctx, application, reader(application, query).fresh(range, query.by(), query.isPartial()), false);
    }

    private void periods(Context ctx, Application application, List<PeriodFigures> figures, boolean reports) {
        FigureQuery query = query(ctx, application);
        boolean by = query.by().isPresent();
        if (Csv.isWanted(ctx)) {
            (by ? Csv.parts(figures) : Csv.totals(figures, reports)).answer(ctx);
            return;
        }
        List<Map<String, Object>> periods = new ArrayList<>();
        for (PeriodFigures figure : figures) {
            Map<String, Object> period = new LinkedHashMap<>();
            period.put("start", Days.text(figure.start()));
            period.put("end", Days.text(figure.end()));
            period.put("final", figure.complete());
            period.put("installs", figure.installs());
            if (reports) {
                period.put("reports", figure.reports());
            }
            if (by) {
                period.put("by", figure.by());
            }
            periods.add(period);
        }
        answer(ctx, application, query, periods);
    }

    private static void answer(Context ctx, Application application, FigureQuery query, List<?> periods) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("application", application.name());
        answer.put("channel", query.channel().label());
        answer.put("per", query.per().label());
        answer.put("periods", periods);
        ApplicationRoutes.json(ctx, 200, answer);
    }

    private void counts(Context ctx) {
        Application application = access.application(ctx);
        FigureQuery query = query(ctx, application);
        List<NameFigures> figures = reader(application, query).counts(query.range(false), query.counts());
        if (Csv.isWanted(ctx)) {
            Csv.names(figures).answer(ctx);
            return;
        }
        List<Map<String, Object>> periods = new ArrayList<>();
        for (NameFigures figure : figures) {
            Map<String, Object> period = new LinkedHashMap<>();
            period.put("start", Days.text(figure.start()));
            period.put("end", Days.text(figure.end()));
            period.put("names", figure.names());
            periods.add(period);
        }
        answer(ctx, application, query, periods);
    }

    private void retention(Context ctx) {
        Application application = access.application(ctx);
        FigureQuery query = query(ctx, application);
        FigureReader.Range range = query.weeks();
        List<CohortFigures> figures = reader(application, query).retention(range.from(), range.to(), range.today());
        if (Csv.isWanted(ctx)) {
            Csv.cohorts(figures).answer(ctx);
            return;
        }
        List<Map<String, Object>> cohorts = new ArrayList<>();
        for (CohortFigures figure : figures) {
            Map<String, Object> cohort = new LinkedHashMap<>();
            cohort.put("start", Days.text(figure.start()));
            cohort.put("installs", figure.installs());
            cohort.put("active", figure.active());
            cohorts.add(cohort);
        }
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("application", application.name());
        answer.put("channel", query.channel().label());
        answer.put("cohorts", cohorts);
        ApplicationRoutes.json(ctx, 200, answer);
    }
}
