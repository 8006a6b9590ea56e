package io.metriton.core;

/** Why a report that was accepted was never delivered. */
public enum DropReason {
    /** Its metadata cannot be sent, or a customizer failed. */
    INVALID,
    /** The endpoint refused it, by a status that is not tried again. */
    REFUSED,
    /** It could not be delivered for longer than the age that was set. */
    TOO_OLD,
    /** Newer ones pushed it out of a full outbox, or it lay there unreadable. */
    PUSHED_OUT,
    /** The endpoint ordered to stop reporting ({@code disable_scout}). */
    STOPPED,
    /** The application cancelled its future. */
    CANCELLED,
    /** The background reporter was closed while it was in memory alone. */
    CLOSED
}
