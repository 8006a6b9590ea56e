package io.metriton.api.support;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Remembers why a class of a library could not be loaded: later attempts only say that it could not be initialised. Keeps no
 * exception, as that holds the classes of its callers, and so the class loader of a plug-in.
 *
 * <p>For transports. Thread-safe; does not block.
 */
public final class FirstFailure {
    private final AtomicReference<@Nullable Reason> first = new AtomicReference<>();

    private record Reason(@Nullable String message, String text) {}

    /** Nothing has failed yet. */
    public FirstFailure() {}

    /**
     * The reason of a failure.
     *
     * @param thrown the failure
     * @return the failure itself if it is the first; else one that says what the first said, with this one as the cause
     */
    public Throwable reasonOf(Throwable thrown) {
        Reason reason = new Reason(thrown.getMessage(), thrown.toString());
        Reason before = first.compareAndExchange(null, reason);
        return before == null || before.equals(reason) ? thrown : new Earlier(before, thrown);
    }

    /** Says what an exception said that is not kept. */
    private static final class Earlier extends LinkageError {
        private static final long serialVersionUID = 1L;

        private final String text;

        Earlier(Reason reason, Throwable cause) {
            super(reason.message(), cause);
            this.text = reason.text();
        }

        @Override
        @SuppressWarnings("OverrideThrowableToString") // As the first said it, class included: so it is logged once.
        public String toString() {
            return text;
        }
    }
}
