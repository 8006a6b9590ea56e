package io.metriton.collector.web;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * One answer: keeps what is written until the last of it is there, and sends all at once. Who wrote goes on at once; the
 * request is complete when it is handled and its answer is sent.
 */
final class AnswerSend extends Response.Wrapper {

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final Object lock = new Object();
    private final Callback callback;
    private final WholeAnswers answers;
    private final BodyRoom.Share share;
    private ByteBuffer kept = NOTHING;
    private Scheduler.@Nullable Task deadline;
    private boolean begun;
    private boolean sent;
    private boolean handled;

    AnswerSend(Request request, Response response, Callback callback, WholeAnswers answers) {
        super(request, response);
        this.callback = callback;
        this.answers = answers;
        this.share = answers.room().share(() -> giveUp(new IOException("the client reads too slowly")));
    }

    @Override
    public void reset() {
        synchronized (lock) {
            kept = NOTHING;
        }
        super.reset();
    }

    @Override
    public void write(boolean last, @Nullable ByteBuffer content, Callback written) {
        ByteBuffer whole;
        synchronized (lock) {
            if (content != null && content.hasRemaining()) {
                kept = joined(kept, content);
            }
            whole = kept;
            if (last) {
                begun = true;
                kept = NOTHING;
            }
        }
        if (last) {
            send(whole);
        }
        written.succeeded();
    }

    /** The writer may use its buffer again. */
    private static ByteBuffer joined(ByteBuffer first, ByteBuffer second) {
        ByteBuffer both = ByteBuffer.allocate(first.remaining() + second.remaining());
        return both.put(first).put(second).flip();
    }

    private void send(ByteBuffer whole) {
        int bytes = whole.remaining();
        super.write(true, whole, Callback.from(this::sent, this::failed));
        if (!isSent()) {
            boundRest(bytes);
        }
    }

    /** What the client has not read yet takes memory, and has a deadline. */
    private void boundRest(int bytes) {
        boolean fits = answers.room().enlarge(share, bytes);
        Scheduler.Task task = getRequest()
                .getComponents()
                .getScheduler()
                .schedule(
                        () -> giveUp(new TimeoutException("the client did not read its answer in time")),
                        answers.deadline());
        synchronized (lock) {
            deadline = task;
        }
        if (isSent()) { // Meanwhile.
            release();
        } else if (!fits) {
            giveUp(new IOException("too many clients read slowly"));
        }
    }

    private boolean isSent() {
        synchronized (lock) {
            return sent;
        }
    }

    private void release() {
        answers.room().giveBack(share);
        synchronized (lock) {
            if (deadline != null) {
                deadline.cancel();
            }
        }
    }

    private void giveUp(Throwable why) {
        getRequest().getConnectionMetaData().getConnection().getEndPoint().close(why);
    }

    private void sent() {
        boolean complete;
        synchronized (lock) {
            sent = true;
            complete = handled;
        }
        release();
        if (complete) {
            callback.succeeded();
        }
    }

    private void failed(Throwable failure) {
        synchronized (lock) {
            sent = true;
        }
        release();
        callback.failed(failure);
    }

    /** To be told that the request is handled. */
    Callback handled() {
        return Callback.from(this::complete, callback::failed);
    }

    private void complete() {
        boolean unsent;
        boolean complete;
        synchronized (lock) {
            handled = true;
            unsent = !begun && kept.hasRemaining();
            complete = sent || !begun;
        }
        if (unsent) {
            write(true, null, Callback.NOOP); // Which completes the request.
        } else if (complete) {
            callback.succeeded();
        }
    }
}
