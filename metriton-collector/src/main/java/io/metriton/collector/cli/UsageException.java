package io.metriton.collector.cli;

import java.io.Serial;

/** Something that the caller of the program can put right; the message says how. */
final class UsageException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1;

    UsageException(String message) {
        super(message);
    }
}
