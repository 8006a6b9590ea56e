package io.metriton.api;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.time.Instant;

/** A report as an {@link Outbox} keeps it: ready to be sent, by this process or a later one. Immutable and thread-safe. */
public final class StoredReport {
    private final String key;
    private final URI endpoint;
    private final Instant created;
    private final byte[] body;

    /**
     * A report to be kept.
     *
     * @param key names the report and no other, and goes with every try to send it; letters, digits and hyphens, at most
     *     64 of them
     * @param endpoint where it is to go, without user info
     * @param created when the application reported it
     * @param body what goes over the wire; copied
     * @throws IllegalArgumentException if the key has another form
     */
    public StoredReport(String key, URI endpoint, Instant created, byte[] body) {
        this.key = checked(requireNonNull(key, "key"));
        this.endpoint = requireNonNull(endpoint, "endpoint");
        this.created = requireNonNull(created, "created");
        this.body = body.clone();
    }

    /**
     * What names the report.
     *
     * @return the same for every try to send it
     */
    public String key() {
        return key;
    }

    /**
     * Where it is to go.
     *
     * @return without user info
     */
    public URI endpoint() {
        return endpoint;
    }

    /**
     * When the application reported it.
     *
     * @return by the clock of the machine
     */
    public Instant created() {
        return created;
    }

    /**
     * What goes over the wire.
     *
     * @return a copy
     */
    public byte[] body() {
        return body.clone();
    }

    /**
     * How long the body is.
     *
     * @return in bytes
     */
    public int size() {
        return body.length;
    }

    @Override
    public String toString() {
        return "StoredReport[" + key + ", " + body.length + " bytes]";
    }

    /** It may become the name of a file, and a header. */
    static String checked(String key) {
        boolean fine = !key.isEmpty() && key.length() <= 64;
        for (int i = 0; i < key.length(); i++) {
            char c = key.charAt(i);
            fine &= (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
        }
        if (!fine) {
            throw new IllegalArgumentException("key must be 1 to 64 letters, digits and hyphens");
        }
        return key;
    }
}
