package io.metriton.collector.ingest;

import java.io.Serial;
import java.util.OptionalLong;

/** A request that is not counted; the message says what was wrong, and never repeats anything of it. */
public final class Refused extends Exception {

    @Serial
    private static final long serialVersionUID = 1;

    private final int status;
    private final Reason reason;
    private final long retryAfter;

    /** Why requests are refused; the names are stored and shown. */
    public enum Reason {
        /** The body is no report. */
        INVALID("invalid"),
        /** The body is too long. */
        TOO_LARGE("too large"),
        /** The body is of another type. */
        UNSUPPORTED("wrong content type"),
        /** One address sent too many. */
        ADDRESS_LIMIT("limit of its address"),
        /** One installation sent too many. */
        INSTALL_LIMIT("limit of its installation"),
        /** The store failed. */
        NOT_STORED("could not be stored");

        private final String label;

        Reason(String label) {
            this.label = label;
        }

        /**
         * How it is stored and shown.
         *
         * @return a few words
         */
        public String label() {
            return label;
        }
    }

    /**
     * A request that will be refused again.
     *
     * @param status of HTTP
     * @param reason what it is counted under
     * @param message for the sender
     */
    public Refused(int status, Reason reason, String message) {
        this(status, reason, message, -1);
    }

    Refused(int status, Reason reason, String message, long retryAfter) {
        super(message, null, false, false);
        this.status = status;
        this.reason = reason;
        this.retryAfter = retryAfter;
    }

    /**
     * What it is answered.
     *
     * @return a status of HTTP
     */
    public int status() {
        return status;
    }

    /**
     * What it is counted under.
     *
     * @return one of few
     */
    public Reason reason() {
        return reason;
    }

    /**
     * When to try again.
     *
     * @return in seconds; empty if that would not help
     */
    public OptionalLong retryAfter() {
        return retryAfter < 0 ? OptionalLong.empty() : OptionalLong.of(retryAfter);
    }
}
