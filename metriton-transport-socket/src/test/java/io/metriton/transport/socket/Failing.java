package io.metriton.transport.socket;

import static org.assertj.core.api.Assertions.catchThrowable;

import io.metriton.api.IncompleteResponseException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What is wrong with an answer, whether in its head or in its body. */
final class Failing {
    private Failing() {}

    static Throwable to(ThrowingCallable read) {
        Throwable failure = catchThrowable(read);
        return failure instanceof IncompleteResponseException ? failure.getCause() : failure;
    }
}
