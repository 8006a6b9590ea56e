package io.metriton.collector.web;

import java.io.Serial;

/** A server cannot listen where it was told to; the message says why, and what to do. */
public final class ListenException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1;

    ListenException(Listener listener, Throwable failure) {
        super(
                "cannot listen on " + listener.host() + ", port " + listener.port() + " (" + root(failure)
                        + "): name another port with --port, 0 for any that is free, or an address of this machine with"
                        + " --host",
                failure);
    }

    private static String root(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    }
}
