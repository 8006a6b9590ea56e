package io.metriton.core.internal.http;

/** What became of one try to send a report, as far as it can be said. The caller decides whether there is another try. */
public enum Outcome {
    /** The endpoint took the report and answered as it should: a good answer. */
    ACCEPTED,

    /** The endpoint took the report, but its answer cannot be read, or was cut off. Never to be sent again. */
    UNREADABLE,

    /** The endpoint answered with another status: {@link io.metriton.api.HttpStatusException} has it. */
    STATUS,

    /**
     * Something else answered in the endpoint's place, such as a portal, a filter or a proxy: nothing was delivered or refused.
     */
    FOREIGN,

    /** Nothing was sent: no connection, no time left, or a proxy that cannot be used. */
    NOT_SENT,

    /** No status came: the report may or may not have arrived. */
    NO_ANSWER,

    /** The transport cannot work in this process, as a class or method is missing: the next try will fail, too. */
    BROKEN;

    /** Whether the report has arrived, so that it is not sent again. */
    public boolean isDelivered() {
        return this == ACCEPTED || this == UNREADABLE;
    }
}
