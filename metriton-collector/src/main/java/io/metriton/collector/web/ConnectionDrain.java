package io.metriton.collector.web;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Tells clients with their last answer that their connection ends. A server that stops closes the connection of each answer
 * that was begun before and ends after; a client that was not told so may have sent its next request into it by then.
 */
final class ConnectionDrain extends Handler.Wrapper {

    private final Object lock = new Object();
    private boolean ends;
    private int untold;

    /** Counts down once, whatever becomes of an answer. */
    private final class Told extends Callback.Nested {
        private final AtomicBoolean done = new AtomicBoolean();

        Told(Callback callback) {
            super(callback);
        }

        @Override
        public void succeeded() {
            super.succeeded();
            countDown();
        }

        @Override
        public void failed(Throwable cause) {
            super.failed(cause);
            countDown();
        }

        void countDown() {
            if (done.compareAndSet(false, true)) {
                synchronized (lock) {
                    untold--;
                    lock.notifyAll();
                }
            }
        }
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        if (isUntold()) {
            Told told = new Told(callback);
            boolean handled = false;
            try {
                handled = super.handle(request, response, told);
            } finally {
                if (!handled) {
                    told.countDown();
                }
            }
            return handled;
        }
        response.getHeaders().put(HttpHeader.CONNECTION, HttpHeaderValue.CLOSE.asString());
        return super.handle(request, response, callback);
    }

    private boolean isUntold() {
        synchronized (lock) {
            untold += ends ? 0 : 1;
            return !ends;
        }
    }

    /**
     * Tells so with each answer that begins from now on, and waits for those that were begun before.
     *
     * @param millis how long to wait at most
     */
    void begin(long millis) {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        synchronized (lock) {
            ends = true;
            try {
                for (long left = millis; untold > 0 && left > 0; left = millisUntil(end)) {
                    lock.wait(left);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static long millisUntil(long nanoTime) {
        return TimeUnit.NANOSECONDS.toMillis(nanoTime - System.nanoTime());
    }
}
