package io.metriton.collector.web;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * A failure as it is logged. The message of an {@link IllegalArgumentException} may repeat what a client sent, and so may that
 * of an exception that it caused: only classes and stacks are kept then. Other messages, as those of databases, say what an
 * operator needs.
 */
final class Untold extends Exception {

    @Serial
    private static final long serialVersionUID = 1;

    private Untold(Throwable failure, @Nullable Throwable cause) {
        super(failure.getClass().getName(), cause);
        setStackTrace(failure.getStackTrace());
    }

    /** What to log of a failure: the failure itself, unless it may repeat a request. */
    static Throwable of(Throwable failure) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (each instanceof IllegalArgumentException) {
                return copy(failure);
            }
        }
        return failure;
    }

    private static Throwable copy(Throwable failure) {
        Throwable cause = failure.getCause();
        return new Untold(failure, cause == null ? null : copy(cause));
    }
}
