package io.metriton.collector.web;

import io.javalin.http.Context;
import java.util.Optional;

/** Reads the fields of forms. Files are not taken: Javalin would write them to the disk before anybody looks at them. */
final class Forms {

    private static final String TYPE = "application/x-www-form-urlencoded";

    private Forms() {}

    /** Refuses what is no form of this server's pages; to be called before a field is read. */
    static void check(Context ctx) {
        if (!MediaType.is(ctx, TYPE)) {
            throw new HttpProblem(415, "the body must be " + TYPE);
        }
        WholeBodies.check(ctx.req());
    }

    /** A field as it was sent; empty if it was not. */
    static String raw(Context ctx, String field) {
        return Optional.ofNullable(ctx.formParam(field)).orElse("");
    }

    /** A field without surrounding white space; empty if it was not sent. */
    static String text(Context ctx, String field) {
        return Optional.ofNullable(ctx.formParam(field)).orElse("").strip();
    }
}
