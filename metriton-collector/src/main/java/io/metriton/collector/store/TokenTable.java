package io.metriton.collector.store;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.RowMapper;

/** Tokens, of which only hashes are kept: they are long and random, so a fast hash is enough. */
public final class TokenTable {

    /** How every token starts, so that scanners of repositories find those that were committed. */
    public static final String PREFIX = "mtc_";

    private static final String DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final int LENGTH = 40;
    private static final Pattern FORM = Pattern.compile(PREFIX + "[a-z]+_[0-9A-Za-z]{" + LENGTH + "}");
    private static final int ID_LENGTH = 8;
    private static final String COLUMNS = "SELECT t.id, t.kind, t.application, t.name, t.created_day FROM tokens t";
    private static final RowMapper<Token> TOKEN = (row, context) -> new Token(
            row.getString(1),
            Token.Kind.valueOf(row.getString(2).toUpperCase(Locale.ROOT)),
            Optional.ofNullable(row.getString(3)),
            row.getString(4),
            row.getInt(5));

    private final Store store;
    private final SecureRandom random = new SecureRandom();

    /**
     * The tokens of a store.
     *
     * @param store an open store
     */
    public TokenTable(Store store) {
        this.store = store;
    }

    /**
     * Makes the text of a token, which nobody knows before {@link #add}. Stores nothing.
     *
     * @param kind what it may do
     * @return the token
     */
    public String make(Token.Kind kind) {
        return PREFIX + kind.label() + "_" + text(LENGTH);
    }

    /**
     * Makes a token. Blocks until it is stored.
     *
     * @param kind what it may do
     * @param application the only application that it is for
     * @param name what it is for
     * @param today the current day
     * @return the token, which cannot be had again
     */
    public String create(Token.Kind kind, Optional<String> application, String name, int today) {
        String token = make(kind);
        add(token, kind, application, name, today);
        return token;
    }

    /**
     * Stores the hash of a token. Blocks until that is done; from then on the token may be used.
     *
     * @param token as {@link #make} made it
     * @param kind the kind with which it was made
     * @param application the only application that it is for
     * @param name what it is for
     * @param today the current day
     */
    public void add(String token, Token.Kind kind, Optional<String> application, String name, int today) {
        store.change(connection -> Jdbi.open(connection)
                .execute(
                        "INSERT INTO tokens (id, hash, kind, application, name, created_day) VALUES (?, ?, ?, ?, ?, ?)",
                        text(ID_LENGTH),
                        hash(token),
                        kind.label(),
                        application.orElse(null),
                        name,
                        today));
    }

    private String text(int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append(DIGITS.charAt(random.nextInt(DIGITS.length())));
        }
        return text.toString();
    }

    static byte[] hash(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /**
     * Finds a token.
     *
     * @param token as it was made
     * @return empty if there is none, or it was revoked
     */
    public Optional<Token> find(String token) {
        if (!FORM.matcher(token).matches()) {
            return Optional.empty(); // No look for what cannot be one.
        }
        return store.jdbi()
                .withHandle(handle -> handle.select(COLUMNS + " WHERE t.hash = ?", hash(token))
                        .map(TOKEN)
                        .findOne());
    }

    /**
     * Finds a token by what it is listed under.
     *
     * @param id of a token
     * @return empty if it was revoked
     */
    public Optional<Token> byId(String id) {
        return store.jdbi()
                .withHandle(handle -> handle.select(COLUMNS + " WHERE t.id = ?", id)
                        .map(TOKEN)
                        .findOne());
    }

    /**
     * All tokens.
     *
     * @return the oldest first
     */
    public List<Token> all() {
        return store.jdbi()
                .withHandle(handle -> handle.select(COLUMNS + " ORDER BY t.created_day, t.id")
                        .map(TOKEN)
                        .list());
    }

    /**
     * Revokes a token, and ends the sessions that were opened with it. Blocks until that is stored.
     *
     * @param id by which it is listed
     * @return whether there was one
     */
    public boolean revoke(String id) {
        return store.change(connection -> {
            Jdbi.open(connection).execute("DELETE FROM sessions WHERE token = ?", id);
            return Jdbi.open(connection).execute("DELETE FROM tokens WHERE id = ?", id) > 0;
        });
    }
}
