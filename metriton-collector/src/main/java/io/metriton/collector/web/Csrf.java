package io.metriton.collector.web;

import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;

/** Refuses forms that another site had a browser send. */
final class Csrf {

    private Csrf() {}

    static void check(Context ctx, Viewer viewer) {
        String sent = Optional.ofNullable(ctx.formParam("csrf")).orElse("");
        boolean same = MessageDigest.isEqual(
                sent.getBytes(StandardCharsets.UTF_8), viewer.csrf().getBytes(StandardCharsets.UTF_8));
        if (!viewer.isKnown() || !same) {
            throw new HttpProblem(403, "the form is not of this session: open its page again");
        }
    }
}
