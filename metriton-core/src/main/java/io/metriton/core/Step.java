package io.metriton.core;

import io.metriton.core.internal.util.Log;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Something that may block, or throw, at the end of a reporter: on a thread of its own, so that whoever needs it can walk away.
 * Subclasses and no lambdas, as a JVM's first takes some milliseconds.
 */
abstract class Step implements Runnable {
    private final CountDownLatch done = new CountDownLatch(1);
    private boolean started;

    /** What is to be done. */
    abstract void take();

    /** False if there is no thread to be had, so that it is not done. */
    final boolean start(String name) {
        try {
            Thread thread = new Thread(null, this, "metriton-".concat(name), 0, false);
            thread.setDaemon(true);
            thread.start();
            started = true;
        } catch (OutOfMemoryError e) {
            started = false;
        }
        return started;
    }

    /** For the thread that started it. False if it is not done by a time, or that thread is interrupted. */
    final boolean await(long end) {
        try {
            return started && done.await(end - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** What an outbox, a transport, or a future's callback throws is no stack trace for the host. */
    @Override
    public final void run() {
        try {
            take();
        } catch (Throwable e) {
            Log.once(System.Logger.Level.WARNING, "the end of a background reporter failed: " + e);
        } finally {
            done.countDown();
        }
    }
}
