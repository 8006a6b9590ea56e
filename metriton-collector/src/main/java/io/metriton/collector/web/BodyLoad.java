package io.metriton.collector.web;

import io.metriton.collector.web.WholeBodies.Exchange;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.util.thread.Invocable;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * Loads one body: runs whenever a part of it has arrived, and ends once, by what comes first of its end, its longest
 * length, a failure, and its deadline.
 */
final class BodyLoad implements Runnable {

    private static final int LEAST = 512;

    /** How much more than the longest body is read and dropped: a client that still sends may not see its answer. */
    private static final long DRAINED = 256 * 1024;

    private final Object lock = new Object();
    private final Exchange exchange;
    private final WholeBodies bodies;
    private final int longest;
    private final BodyRoom.Share share;
    private byte[] bytes = new byte[0];
    private int length;
    private long received;
    private boolean ended;
    private Scheduler.@Nullable Task deadline;

    BodyLoad(Exchange exchange, int longest, WholeBodies bodies) {
        this.exchange = exchange;
        this.longest = longest;
        this.bodies = bodies;
        this.share = bodies.room().share(() -> execute(() -> end(this::refuse)));
    }

    private void execute(Runnable task) {
        exchange.request().getComponents().getExecutor().execute(task);
    }

    @Override
    public void run() {
        Runnable ending;
        synchronized (lock) {
            ending = ended ? null : read();
            if (ending != null) {
                end();
            }
        }
        if (ending != null) {
            ending.run();
        }
    }

    /** Reads what is there. Returns how to end, or nothing if there is more to wait for. */
    private @Nullable Runnable read() {
        while (true) {
            Content.Chunk chunk = exchange.request().read();
            if (chunk == null) {
                // What is much too long by its own word is not waited for.
                return exchange.request().getLength() > longest + DRAINED ? () -> proceed(true) : await();
            }
            if (Content.Chunk.isFailure(chunk)) {
                Throwable failure = chunk.getFailure();
                return () -> failed(failure);
            }
            boolean last = chunk.isLast();
            add(chunk.getByteBuffer());
            chunk.release();
            if (last || received > longest + DRAINED) {
                return () -> proceed(received > longest);
            }
        }
    }

    private void add(ByteBuffer part) {
        received += part.remaining();
        int some = Math.min(part.remaining(), longest - length);
        if (length + some > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.min(longest, Math.max(length + some, Math.max(LEAST, 2 * length))));
        }
        part.get(bytes, length, some);
        length += some;
    }

    private @Nullable Runnable await() {
        if (!bodies.room().enlarge(share, Math.max(LEAST, Math.min(longest, 2 * length)))) {
            return this::refuse;
        }
        if (deadline == null) {
            deadline = exchange.request()
                    .getComponents()
                    .getScheduler()
                    .schedule(() -> end(this::late), bodies.deadline());
        }
        // Not run where it is called: what this ends with may take its time, and must not hold the lock.
        exchange.request().demand(Invocable.from(Invocable.InvocationType.NON_BLOCKING, () -> execute(this)));
        return null;
    }

    /** Ends from outside, unless it has ended already. */
    private void end(Runnable ending) {
        synchronized (lock) {
            if (ended) {
                return;
            }
            end();
        }
        ending.run();
    }

    private void end() {
        ended = true;
        bodies.room().giveBack(share);
        if (deadline != null) {
            deadline.cancel();
        }
    }

    private void refuse() {
        exchange.response().getHeaders().put("Retry-After", "30");
        JettyErrors.answer(exchange, 503, "too many slow requests are under way; try again");
    }

    private void proceed(boolean tooLong) {
        byte[] body = length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
        bytes = new byte[0];
        bodies.proceed(exchange, body, tooLong);
    }

    private void failed(Throwable failure) {
        if (failure instanceof TimeoutException || failure.getCause() instanceof TimeoutException) {
            late();
        } else {
            JettyErrors.answer(exchange, 400, "the request did not arrive as a whole");
        }
    }

    private void late() {
        JettyErrors.answer(exchange, 408, "the request did not arrive in time");
    }
}
