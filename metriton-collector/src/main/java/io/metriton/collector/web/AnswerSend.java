package io.metriton.collector.web;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * One answer: keeps what is written until the last of it is there, and sends all at once. The writer goes on at once; the
 * request is complete when it is handled and its answer is sent, or could not be. Only {@link #reset} forgets what was written.
 */
final class AnswerSend extends Response.Wrapper {

    private final Object lock = new Object();
    private final Callback callback;
    private final WholeAnswers answers;
    private final BodyRoom.Share share;
    private ByteArrayOutputStream kept = new ByteArrayOutputStream(0);
    private Scheduler.@Nullable Task deadline;

    /** The last was written. */
    private boolean begun;

    /** It is with the client, or cannot be. */
    private boolean ended;

    private boolean handled;
    private boolean completed;
    private @Nullable Throwable failure;

    AnswerSend(Request request, Response response, Callback callback, WholeAnswers answers) {
        super(request, response);
        this.callback = callback;
        this.answers = answers;
        this.share = answers.room().share(() -> giveUp(new IOException("the client reads too slowly")));
    }

    @Override
    public void reset() {
        synchronized (lock) {
            kept = new ByteArrayOutputStream(0);
        }
        super.reset();
    }

    @Override
    public void write(boolean last, @Nullable ByteBuffer content, Callback written) {
        byte[] whole;
        synchronized (lock) {
            if (begun) {
                whole = null;
            } else {
                begun = last;
                whole = keep(content, last);
            }
        }
        if (whole == null) {
            written.failed(new IllegalStateException("the last of the answer was written before"));
            return;
        }
        if (last) {
            send(whole);
        }
        written.succeeded();
    }

    /** The writer may use its buffer again. Returns all of it with the last. */
    private byte[] keep(@Nullable ByteBuffer content, boolean last) {
        boolean only = kept.size() == 0;
        byte[] part = content == null ? new byte[0] : BufferUtil.toArray(content);
        if (content != null) {
            content.position(content.limit());
        }
        if (!(only && last)) {
            kept.writeBytes(part);
        }
        byte[] whole = last && !only ? kept.toByteArray() : part;
        kept = last ? new ByteArrayOutputStream(0) : kept;
        return whole;
    }

    private void send(byte[] whole) {
        super.write(true, ByteBuffer.wrap(whole), Callback.from(this::sent, this::failed));
        if (!isEnded()) {
            boundRest(whole.length);
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
        if (isEnded()) { // Meanwhile.
            release();
        } else if (!fits) {
            giveUp(new IOException("too many clients read slowly"));
        }
    }

    private boolean isEnded() {
        synchronized (lock) {
            return ended;
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
        synchronized (lock) {
            ended = true;
        }
        release();
        completeOnce();
    }

    private void failed(Throwable why) {
        synchronized (lock) {
            ended = true;
            failure = failure == null ? why : failure;
        }
        release();
        completeOnce();
    }

    /** To be told that the request is handled. */
    Callback handled() {
        return Callback.from(() -> handled(null), this::handled);
    }

    private void handled(@Nullable Throwable why) {
        boolean unsent;
        synchronized (lock) {
            handled = true;
            failure = failure == null ? why : failure;
            unsent = !begun && kept.size() > 0 && failure == null;
            ended |= !begun && !unsent;
        }
        if (unsent) {
            write(true, null, Callback.NOOP); // Which completes the request.
        } else {
            completeOnce();
        }
    }

    /** Once the request is handled, and its answer has ended. */
    private void completeOnce() {
        Throwable why;
        synchronized (lock) {
            if (!handled || completed || !(ended || failure != null)) {
                return;
            }
            completed = true;
            why = failure;
        }
        if (why == null) {
            callback.succeeded();
        } else {
            callback.failed(why);
        }
    }
}
