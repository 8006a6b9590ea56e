package io.metriton.collector.web;

import io.javalin.http.Context;
import io.metriton.collector.applications.Application;
import io.metriton.collector.applications.Applications;
import io.metriton.collector.store.Token;
import io.metriton.collector.store.TokenTable;
import java.util.Optional;

/** Lets those with the right token use the API. */
final class Access {

    private static final String SCHEME = "Bearer ";

    private final TokenTable tokens;
    private final Applications applications;

    Access(TokenTable tokens, Applications applications) {
        this.tokens = tokens;
        this.applications = applications;
    }

    /** The token of a request; 401 without a good one. */
    Token token(Context ctx) {
        String header = Optional.ofNullable(ctx.header("Authorization")).orElse("");
        Optional<Token> token = header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                ? tokens.find(header.substring(SCHEME.length()).strip())
                : Optional.empty();
        if (token.isEmpty()) {
            ctx.header("WWW-Authenticate", "Bearer");
            throw new HttpProblem(
                    401, "send a token as \"Authorization: Bearer mtc_...\"; " + "\"token create\" makes one");
        }
        return token.get();
    }

    /** Checks that the request may see an application, of any name; 401 or 403 otherwise. */
    String mayRead(Context ctx) {
        String name = ctx.pathParam("application");
        if (!token(ctx).isFor(name)) {
            throw new HttpProblem(403, "this token is for another application");
        }
        return name;
    }

    /** Checks that the request may change an application, of any name; 401 or 403 otherwise. */
    String mayChange(Context ctx) {
        String name = mayRead(ctx);
        if (!token(ctx).isAdmin()) {
            throw new HttpProblem(403, "this token may only read");
        }
        return name;
    }

    /** The application of a request that may see it; 404 if there is none. */
    Application application(Context ctx) {
        return applications
                .find(mayRead(ctx))
                .orElseThrow(() -> new HttpProblem(404, "there is no application of this name"));
    }
}
