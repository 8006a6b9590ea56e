package io.metriton.collector.web;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.metriton.collector.store.Store;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers requests that failed, or that no route takes, with a problem document. */
final class ErrorAnswers {

    private static final Logger LOG = LoggerFactory.getLogger(ErrorAnswers.class);
    private static final int UNAVAILABLE = 503;
    private static final String RETRY_AFTER = "5";

    private final Store store;

    ErrorAnswers(Store store) {
        this.store = store;
    }

    void add(RoutesConfig routes) {
        routes.exception(HttpProblem.class, (e, ctx) -> answer(ctx, e.status(), e.detail()));
        // A client that went away, or stopped in the middle of its request: that fills no log.
        routes.exception(IOException.class, (e, ctx) -> answer(ctx, 400, "the request did not arrive as a whole"));
        routes.exception(Exception.class, this::fail);
        routes.error(404, ctx -> explain(ctx, "there is nothing at this path"));
        routes.error(405, ctx -> explain(ctx, "this path does not take this method"));
    }

    private void fail(Exception e, Context ctx) {
        if (store.isUnreachable(e)) {
            answer(ctx, UNAVAILABLE, "the database cannot be reached; try again");
        } else if (Store.isFull(e)) {
            LOG.warn("a request could not be stored: {}", String.valueOf(Untold.of(e)));
            answer(ctx, UNAVAILABLE, "nothing can be stored now; try again");
        } else {
            LOG.error("a request failed", Untold.of(e));
            answer(ctx, 500, "the server failed; its log says why");
        }
    }

    private static void answer(Context ctx, int status, String detail) {
        if (status == UNAVAILABLE) {
            ctx.header("Retry-After", RETRY_AFTER);
        }
        Problem.answer(ctx, status, detail);
    }

    /**
     * What no route answered has Javalin's text, which repeats the path. A page says more, and the answer to a report of
     * an application that nobody knows is empty.
     */
    private static void explain(Context ctx, String detail) {
        String type = String.valueOf(ctx.res().getContentType());
        if (!Problem.isNone(ctx) && !type.startsWith(Problem.TYPE)) {
            answer(ctx, ctx.statusCode(), detail);
        }
    }
}
