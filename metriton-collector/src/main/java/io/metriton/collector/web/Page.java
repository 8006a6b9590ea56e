package io.metriton.collector.web;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import io.javalin.http.Context;
import java.util.LinkedHashMap;
import java.util.Map;

/** Writes pages. Everything on them comes from this server, and no script is allowed. Thread-safe. */
final class Page {

    private static final String POLICY = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self';"
            + " base-uri 'none'; frame-ancestors 'none'";

    private final TemplateEngine engine = TemplateEngine.createPrecompiled(ContentType.Html);

    /** Answers with a page; parameters are names and values in turn. */
    void answer(Context ctx, int status, String template, Viewer viewer, Object... parameters) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("viewer", viewer);
        for (int i = 0; i < parameters.length; i += 2) {
            map.put((String) parameters[i], parameters[i + 1]);
        }
        StringOutput output = new StringOutput();
        engine.render(template + ".jte", map, output);
        ctx.header("Content-Security-Policy", POLICY);
        Problem.none(ctx);
        ctx.status(status).contentType("text/html; charset=utf-8").result(output.toString());
    }

    /** Answers with a page that has nothing but a message. */
    void message(Context ctx, int status, Viewer viewer, String title, String text) {
        answer(ctx, status, "message", viewer, "title", title, "text", text);
    }
}
