package io.metriton.core.internal.http;

import io.metriton.api.IncompleteResponseException;
import io.metriton.api.ResponseTooLargeException;
import io.metriton.api.TransportResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Finds what came of an answer before sending failed: its status says what became of the report. Stateless. */
final class Beginning {

    private Beginning() {}

    /**
     * The part of the answer that came, also when the time was over or the caller interrupted.
     *
     * @return null if nothing came, or nothing of it was kept
     */
    static @Nullable TransportResponse of(IOException failure) {
        if (failure instanceof ResponseTooLargeException tooLarge) {
            return tooLarge.beginning().orElse(null);
        }
        Throwable cutOff = failure instanceof IncompleteResponseException ? failure : failure.getCause();
        return cutOff instanceof IncompleteResponseException incomplete
                ? incomplete.beginning().orElse(null)
                : null;
    }
}
