package io.metriton.core;

/** Does something at the orderly end of the JVM, if anything was reported. Thread-safe. */
final class ExitHook {
    private final Thread thread;
    private volatile boolean installed;

    ExitHook(Runnable atExit) {
        this.thread = new Thread(null, atExit, "metriton-exit", 0, false);
    }

    /** Idempotent; false if the JVM is ending already. */
    boolean install() {
        return installed || installFirst();
    }

    private synchronized boolean installFirst() {
        try {
            if (!installed) {
                Runtime.getRuntime().addShutdownHook(thread);
                installed = true;
            }
            return true;
        } catch (IllegalStateException e) {
            return false;
        }
    }

    synchronized void remove() {
        try {
            if (installed) {
                Runtime.getRuntime().removeShutdownHook(thread);
            }
        } catch (IllegalStateException e) {
            // The JVM is ending: then it runs, and finds nothing to do.
        }
    }
}
