package io.metriton.collector.store;

/** What became of a report that was stored for good. */
public enum Receipt {
    /** It was counted. */
    COUNTED,
    /** It was counted before, under the same key. */
    SENT_BEFORE,
    /** Its application was deleted meanwhile. */
    APPLICATION_GONE,
    /** Its keys are of a secret that was changed meanwhile: nothing was stored. */
    SECRET_CHANGED
}
