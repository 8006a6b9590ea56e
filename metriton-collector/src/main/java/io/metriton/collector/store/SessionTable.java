package io.metriton.collector.store;

import io.metriton.collector.privacy.Secret;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Jdbi;

/** Who is logged in on the pages. What the cookie holds is kept as a hash. */
public final class SessionTable {

    /** How long a session lasts. */
    public static final Duration LIFE = Duration.ofHours(12);

    private static final int BYTES = 24;
    private static final Pattern FORM = Pattern.compile("[0-9A-Za-z_-]{32}");

    private final Store store;
    private final TokenTable tokens;
    private final SecureRandom random = new SecureRandom();

    /**
     * A session.
     *
     * @param token with which it was opened
     * @param csrf what forms must send, because other sites cannot know it
     */
    public record Session(Token token, String csrf) {}

    /**
     * The sessions of a store.
     *
     * @param store an open store
     */
    public SessionTable(Store store) {
        this.store = store;
        this.tokens = new TokenTable(store);
    }

    /**
     * Opens a session. Blocks until it is stored.
     *
     * @param token with which it is opened
     * @param now the current time
     * @return what the cookie holds: new, and never what the browser sent
     */
    public String open(Token token, Instant now) {
        String id = random();
        store.change(connection -> {
            Jdbi.open(connection).execute("DELETE FROM sessions WHERE expires_at < ?", now.getEpochSecond());
            return Jdbi.open(connection)
                    .execute(
                            "INSERT INTO sessions (hash, token, csrf, expires_at) VALUES (?, ?, ?, ?)",
                            TokenTable.hash(id),
                            token.id(),
                            random(),
                            now.plus(LIFE).getEpochSecond());
        });
        return id;
    }

    private String random() {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return Secret.text(bytes);
    }

    /**
     * Finds a session.
     *
     * @param id what the cookie holds
     * @param now the current time
     * @return empty if there is none, it is over, or its token was revoked
     */
    public Optional<Session> find(String id, Instant now) {
        if (!FORM.matcher(id).matches()) {
            return Optional.empty(); // No look for what cannot be one.
        }
        record Row(String token, String csrf) {}
        Optional<Row> found = store.jdbi()
                .withHandle(handle -> handle.select(
                                "SELECT token, csrf FROM sessions WHERE hash = ? AND expires_at >= ?",
                                TokenTable.hash(id),
                                now.getEpochSecond())
                        .map((row, context) -> new Row(row.getString(1), row.getString(2)))
                        .findOne());
        return found.flatMap(row -> tokens.byId(row.token()).map(token -> new Session(token, row.csrf())));
    }

    /**
     * Ends a session. Blocks until that is stored.
     *
     * @param id what the cookie holds
     */
    public void close(String id) {
        store.change(connection ->
                Jdbi.open(connection).execute("DELETE FROM sessions WHERE hash = ?", (Object) TokenTable.hash(id)));
    }
}
