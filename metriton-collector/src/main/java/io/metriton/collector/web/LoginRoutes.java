package io.metriton.collector.web;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.metriton.collector.ingest.RateLimit;
import io.metriton.collector.store.SessionTable;
import io.metriton.collector.store.Token;
import io.metriton.collector.store.TokenTable;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/** Opens and ends sessions. The token is asked for once; the cookie holds something else, which is new each time. */
final class LoginRoutes {

    private static final int TRIES_A_MINUTE = 10;

    private final Services services;
    private final SessionTable sessions;
    private final TokenTable tokens;
    private final Page page;
    private final ClientAddress addresses;
    private final RateLimit tries;

    LoginRoutes(Services services, SessionTable sessions, Page page, ClientAddress addresses) {
        this.services = services;
        this.sessions = sessions;
        this.tokens = new TokenTable(services.store());
        this.page = page;
        this.addresses = addresses;
        this.tries = new RateLimit(TRIES_A_MINUTE, Duration.ofMinutes(1), services.clock());
    }

    void add(RoutesConfig routes, Bulkhead lookUps) {
        routes.get("/login", lookUps.around(ctx -> form(ctx, 200, "")));
        routes.post("/login", lookUps.around(this::login));
        routes.post("/logout", lookUps.around(this::logout));
    }

    private Viewer viewer(Context ctx) {
        return Viewer.of(ctx, sessions, services.clock());
    }

    private void form(Context ctx, int status, String error) {
        page.answer(ctx, status, "login", viewer(ctx), "error", error);
    }

    private void login(Context ctx) {
        OptionalLong wait = tries.refuse(addresses.of(ctx.req()));
        if (wait.isPresent()) {
            ctx.header("Retry-After", Long.toString(wait.getAsLong()));
            form(ctx, 429, "Too many tries; wait for a minute.");
            return;
        }
        Forms.check(ctx);
        Optional<Token> token = tokens.find(Forms.text(ctx, "token"));
        if (token.isEmpty()) {
            form(ctx, 403, "There is no such token.");
            return;
        }
        setCookie(ctx, sessions.open(token.get(), services.clock().instant()), SessionTable.LIFE);
        ctx.status(303).header("Location", "/");
    }

    private void setCookie(Context ctx, String value, Duration life) {
        ctx.header(
                "Set-Cookie",
                Viewer.COOKIE + "=" + value + "; Path=/; HttpOnly; SameSite=Strict; Max-Age=" + life.toSeconds()
                        + (addresses.isSecure(ctx.req()) ? "; Secure" : ""));
    }

    private void logout(Context ctx) {
        Csrf.check(ctx, viewer(ctx));
        Optional.ofNullable(ctx.cookie(Viewer.COOKIE)).ifPresent(sessions::close);
        setCookie(ctx, "", Duration.ZERO);
        ctx.status(303).header("Location", "/");
    }
}
