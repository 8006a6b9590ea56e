package io.metriton.collector.web;

import java.io.Serial;

/** Ends the handling of a request with a problem. */
final class HttpProblem extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1;

    private final int status;

    HttpProblem(int status, String detail) {
        super(detail, null, false, false);
        this.status = status;
    }

    int status() {
        return status;
    }

    String detail() {
        return String.valueOf(getMessage());
    }
}
