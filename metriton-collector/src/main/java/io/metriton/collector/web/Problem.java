package io.metriton.collector.web;

import io.javalin.http.Context;
import io.metriton.collector.applications.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.jetty.http.HttpStatus;

/** Says what was wrong with a request, as {@code application/problem+json} (RFC 9457). */
final class Problem {

    static final String TYPE = "application/problem+json";

    private static final String NONE = Problem.class.getName() + ".none";

    private Problem() {}

    static String json(int status, String detail) {
        Map<String, Object> problem = new LinkedHashMap<>();
        problem.put("type", "about:blank");
        problem.put("title", HttpStatus.getMessage(status));
        problem.put("status", status);
        problem.put("detail", detail);
        return Json.write(problem);
    }

    /** Says that a route answers with something else than a problem, whatever its status. */
    static void none(Context ctx) {
        ctx.attribute(NONE, true);
    }

    static boolean isNone(Context ctx) {
        return ctx.attribute(NONE) != null;
    }

    static void answer(Context ctx, int status, String detail) {
        ctx.status(status).contentType(TYPE).result(json(status, detail));
    }
}
