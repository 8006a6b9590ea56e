package io.metriton.collector.web;

import java.time.Duration;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Collects what a request is answered, and sends it without a thread: a client that reads slowly holds none. What such
 * clients have not read has a deadline and takes memory from the room of all of them. Thread-safe.
 */
final class WholeAnswers extends Handler.Wrapper {

    private final BodyRoom room;
    private final Duration deadline;

    /**
     * Sends answers.
     *
     * @param room for those that clients have not read
     * @param deadline how long a client may take to read one
     */
    WholeAnswers(BodyRoom room, Duration deadline) {
        this.room = room;
        this.deadline = deadline;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        AnswerSend send = new AnswerSend(request, response, callback, this);
        return super.handle(request, send, send.handled());
    }

    BodyRoom room() {
        return room;
    }

    Duration deadline() {
        return deadline;
    }
}
