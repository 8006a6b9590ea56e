package io.metriton.core.internal.delivery;

/** Why a report that was accepted is not delivered. The public enum of the same names documents them. */
public enum DropCause {
    INVALID,
    REFUSED,
    TOO_OLD,
    PUSHED_OUT,
    STOPPED,
    CANCELLED,
    CLOSED
}
