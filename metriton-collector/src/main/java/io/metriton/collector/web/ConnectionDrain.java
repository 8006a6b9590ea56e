package io.metriton.collector.web;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.IdleTimeout;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Tells clients with their last answer that their connection ends. A server that stops closes every connection; a client that
 * was not told so may have sent its next request into it by then, and one that was told so into another that it had kept. So
 * connections live until nothing went over any of them for a while.
 */
final class ConnectionDrain extends Handler.Wrapper {

    private static final long POLL_MILLIS = 20;

    private final long quietMillis;
    private final Object lock = new Object();
    private boolean ends;
    private int underWay;
    private long lastAnswer = System.nanoTime();

    /**
     * Makes a handler that tells nobody yet.
     *
     * @param quietMillis for how long nothing goes over any connection before all may be closed
     */
    ConnectionDrain(long quietMillis) {
        this.quietMillis = quietMillis;
    }

    /** Counts down once, whatever becomes of an answer. */
    private final class UnderWay extends Callback.Nested {
        private final AtomicBoolean done = new AtomicBoolean();

        UnderWay(Callback callback) {
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
                    underWay--;
                    lastAnswer = System.nanoTime();
                }
            }
        }
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        if (begins()) {
            response.getHeaders().put(HttpHeader.CONNECTION, HttpHeaderValue.CLOSE.asString());
        }
        UnderWay answer = new UnderWay(callback);
        boolean handled = false;
        try {
            handled = super.handle(request, response, answer);
        } finally {
            if (!handled) {
                answer.countDown();
            }
        }
        return handled;
    }

    /** Whether it is the last of its connection. */
    private boolean begins() {
        synchronized (lock) {
            underWay++;
            return ends;
        }
    }

    /**
     * Tells so with each answer that begins from now on, and waits until none is under way or was given a moment ago, and no
     * connection was in use a moment ago. What was accepted just now is among the connections a moment later.
     *
     * @param millis how long to wait at most
     */
    void begin(long millis) {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        synchronized (lock) {
            ends = true;
        }
        try {
            do {
                TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
            } while (isInUse() && System.nanoTime() - end < 0);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isInUse() {
        return isAnswering()
                || Stream.of(getServer().getConnectors())
                        .flatMap(connector -> connector.getConnectedEndPoints().stream())
                        .anyMatch(this::isInUse);
    }

    private boolean isAnswering() {
        synchronized (lock) {
            return underWay > 0 || TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - lastAnswer) < quietMillis;
        }
    }

    private boolean isInUse(EndPoint connection) {
        return connection instanceof IdleTimeout timed && timed.getIdleFor() < quietMillis;
    }
}
