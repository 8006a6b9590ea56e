package io.metriton.installid.fs;

import java.io.IOException;

/** The place of the id holds something else, which stays as it is. */
final class NotAnIdException extends IOException {
    private static final long serialVersionUID = 1L;

    NotAnIdException(String reason) {
        super(reason);
    }
}
