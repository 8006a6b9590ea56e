package io.metriton.core;

/** Why a report that was accepted was never delivered. */
public enum DropReason {
    /**
     * It cannot be sent: its metadata is no JSON, a customizer failed, there was no memory, or no report can be sent in this
     * process.
     */
    INVALID,
    /** The endpoint refused it, by a status that is not tried again. */
    REFUSED,
    /** It could not be delivered for longer than the age that was set. */
    TOO_OLD,
    /** Newer ones pushed it out of a full outbox, or it lay there unreadable. */
    PUSHED_OUT,
    /** The endpoint ordered to stop reporting ({@code disable_scout}); what is in the outbox stays there. */
    STOPPED,
    /** The application cancelled its future. */
    CANCELLED,
    /** The background reporter was closed while it was in memory alone. */
    CLOSED
}
