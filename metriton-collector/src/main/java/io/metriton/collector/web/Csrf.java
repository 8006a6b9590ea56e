package io.metriton.collector.web;

import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** Refuses forms that another site had a browser send. */
final class Csrf {

    private Csrf() {}

    static void check(Context ctx, Viewer viewer) {
        // Before the body is looked at: who is not logged in has nothing read.
        require(viewer.isKnown());
        Forms.check(ctx);
        require(MessageDigest.isEqual(
                Forms.text(ctx, "csrf").getBytes(StandardCharsets.UTF_8),
                viewer.csrf().getBytes(StandardCharsets.UTF_8)));
    }

    private static void require(boolean good) {
        if (!good) {
            throw new HttpProblem(403, "the form is not of this session: open its page again");
        }
    }
}
