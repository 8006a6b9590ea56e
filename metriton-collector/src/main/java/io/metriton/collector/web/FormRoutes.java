package io.metriton.collector.web;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.metriton.collector.applications.Application;
import io.metriton.collector.applications.InvalidSettingsException;
import io.metriton.collector.applications.SettingsPatch;
import io.metriton.collector.store.SessionTable;
import io.metriton.collector.store.TallyTable;
import java.util.Map;
import java.util.Optional;

/** Forms that change applications, by the rules of the API. */
final class FormRoutes {

    private static final String PATH = "/applications/{application}";

    private final Services services;
    private final SessionTable sessions;
    private final ApplicationRoutes api;
    private final TallyTable tallies;
    private final Page page;

    FormRoutes(Services services, SessionTable sessions, ApplicationRoutes api, Page page) {
        this.services = services;
        this.sessions = sessions;
        this.api = api;
        this.tallies = new TallyTable(services.store());
        this.page = page;
    }

    void add(RoutesConfig routes, Bulkhead lookUps) {
        routes.get(PATH + "/edit", lookUps.around(ctx -> edit(ctx, 200, "")));
        routes.post(PATH + "/edit", lookUps.around(this::save));
        routes.post(PATH + "/forget", lookUps.around(this::forget));
        routes.post(PATH + "/delete", lookUps.around(this::delete));
        routes.post("/applications", lookUps.around(this::create));
        routes.post("/unknown/drop", lookUps.around(this::drop));
    }

    private Viewer viewer(Context ctx) {
        return Viewer.of(ctx, sessions, services.clock());
    }

    private String mayChange(Context ctx, Viewer viewer) {
        String name = ctx.pathParam("application");
        if (!viewer.mayChange(name)) {
            throw new HttpProblem(403, "log in with the token of an administrator");
        }
        return name;
    }

    private Application changeable(Context ctx, Viewer viewer) {
        return services.applications()
                .find(mayChange(ctx, viewer))
                .orElseThrow(() -> new HttpProblem(404, "there is no application of this name"));
    }

    private void edit(Context ctx, int status, String message) {
        Viewer viewer = viewer(ctx);
        Application application = changeable(ctx, viewer);
        edit(ctx, status, message, EditForm.of(application), Map.of());
    }

    private void edit(Context ctx, int status, String message, EditForm form, Map<String, String> conflicts) {
        page.answer(ctx, status, "edit", viewer(ctx), "form", form, "message", message, "conflicts", conflicts);
    }

    private void save(Context ctx) {
        Viewer viewer = viewer(ctx);
        Csrf.check(ctx, viewer);
        Application shown = changeable(ctx, viewer);
        String name = shown.name();
        EditedForm edited = new EditedForm(ctx);
        Optional<String> problem = edited.problem();
        if (problem.isPresent()) {
            edit(ctx, 400, problem.get(), edited.form(shown), edited.conflicts(shown));
            return;
        }
        try {
            boolean found = services.applications().edit(name, current -> change(edited, current));
            ctx.status(303).header("Location", found ? EditForm.path(name) : "/");
        } catch (EditConflictException e) {
            String message = "Somebody else changed the same settings since this page was opened. What you entered is"
                    + " below; if you save again, it replaces what is there now.";
            edit(ctx, 409, message, edited.form(e.current()), e.fields());
        } catch (InvalidSettingsException e) {
            edit(ctx, 400, String.valueOf(e.getMessage()), edited.form(shown), Map.of());
        }
    }

    private static SettingsPatch change(EditedForm edited, Application current) {
        Map<String, String> conflicts = edited.conflicts(current);
        if (!conflicts.isEmpty()) {
            throw new EditConflictException(current, conflicts);
        }
        return SettingsPatch.of(current.name(), edited.changes());
    }

    private void forget(Context ctx) {
        Viewer viewer = viewer(ctx);
        Csrf.check(ctx, viewer);
        Application application = changeable(ctx, viewer);
        String id = Forms.text(ctx, "install_id");
        boolean found = !id.isEmpty() && api.forget(application, id) > 0;
        page.message(
                ctx,
                200,
                viewer,
                found ? "Forgotten" : "Nothing was kept",
                found
                        ? "What was kept of this installation is deleted; figures that it was counted in stay."
                        : "Nothing is kept of an installation with this ID.");
    }

    private void delete(Context ctx) {
        Viewer viewer = viewer(ctx);
        Csrf.check(ctx, viewer);
        String name = changeable(ctx, viewer).name();
        if (!Forms.text(ctx, "confirm").equals(name)) {
            edit(ctx, 400, "Type the name of the application to delete it.");
            return;
        }
        services.applications().delete(name);
        ctx.status(303).header("Location", "/");
    }

    private void create(Context ctx) {
        Viewer viewer = viewer(ctx);
        Csrf.check(ctx, viewer);
        String name = Forms.raw(ctx, "application"); // Not a name without the white space around it.
        if (!viewer.mayChange(name)) {
            throw new HttpProblem(403, "log in with the token of an administrator");
        }
        try {
            services.applications().put(name, SettingsPatch.of(name, JsonNodeFactory.instance.objectNode()));
        } catch (InvalidSettingsException e) {
            page.message(ctx, 400, viewer, "This is no name", String.valueOf(e.getMessage()));
            return;
        }
        tallies.dropUnknown(name);
        ctx.status(303).header("Location", EditForm.path(name));
    }

    private void drop(Context ctx) {
        Viewer viewer = viewer(ctx);
        Csrf.check(ctx, viewer);
        if (!viewer.mayAdd()) {
            throw new HttpProblem(403, "log in with the token of an administrator");
        }
        tallies.dropUnknown(Forms.raw(ctx, "application"));
        ctx.status(303).header("Location", "/");
    }
}
