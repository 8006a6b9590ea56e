package io.metriton.collector.web;

import io.javalin.http.Context;
import io.metriton.collector.applications.Application;
import io.metriton.collector.store.SessionTable;
import java.time.Clock;
import java.util.Optional;

/**
 * Who looks at a page.
 *
 * @param session if somebody logged in
 */
public record Viewer(Optional<SessionTable.Session> session) {

    static final String COOKIE = "metriton_session";

    static Viewer of(Context ctx, SessionTable sessions, Clock clock) {
        return new Viewer(Optional.ofNullable(ctx.cookie(COOKIE)).flatMap(id -> sessions.find(id, clock.instant())));
    }

    /**
     * Whether somebody logged in.
     *
     * @return false for anybody else
     */
    public boolean isKnown() {
        return session.isPresent();
    }

    /**
     * Whether the figures of an application may be seen.
     *
     * @param application any
     * @return whether it is public, or the session is for it
     */
    public boolean maySee(Application application) {
        return application.settings().isPublic()
                || session.filter(s -> s.token().isFor(application.name())).isPresent();
    }

    /**
     * Whether an application may be changed.
     *
     * @param application its name
     * @return whether the session is an administrator's, for it or for all
     */
    public boolean mayChange(String application) {
        return session.filter(s -> s.token().isAdmin() && s.token().isFor(application))
                .isPresent();
    }

    /**
     * Whether applications may be added.
     *
     * @return whether the session is an administrator's of all of them
     */
    public boolean mayAdd() {
        return session.filter(
                        s -> s.token().isAdmin() && s.token().application().isEmpty())
                .isPresent();
    }

    /**
     * What forms must send.
     *
     * @return empty for nobody
     */
    public String csrf() {
        return session.map(SessionTable.Session::csrf).orElse("");
    }
}
