package io.metriton.core;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.metriton.api.Transport;
import io.metriton.api.TransportRequest;
import io.metriton.api.TransportResponse;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/** Answers by a script, whose last line it repeats, and keeps what it was asked to send. Thread-safe. */
final class FakeTransport implements Transport {
    private final Deque<Line> script = new ArrayDeque<>();
    private final List<TransportRequest> requests = new ArrayList<>();
    private boolean closed;

    /** One line of the script. */
    interface Line {
        TransportResponse answer(TransportRequest request) throws IOException;
    }

    static FakeTransport answering(int status, String body) {
        return new FakeTransport().then(status, body);
    }

    static FakeTransport answering(Line line) {
        return new FakeTransport().then(line);
    }

    FakeTransport then(int status, String body) {
        return then(status, Map.of(), body);
    }

    FakeTransport then(int status, Map<String, String> headers, String body) {
        TransportResponse.Builder response =
                TransportResponse.builder().status(status).body(body.getBytes(UTF_8));
        headers.forEach(response::header);
        return then(request -> response.build());
    }

    FakeTransport redirect(int status, String location) {
        return then(status, Map.of("Location", location), "");
    }

    synchronized FakeTransport then(Line line) {
        script.addLast(line);
        return this;
    }

    @Override
    public TransportResponse send(TransportRequest request) throws IOException {
        Line line;
        synchronized (this) {
            requests.add(request);
            line = script.size() > 1 ? script.removeFirst() : script.getFirst();
        }
        return line.answer(request);
    }

    @Override
    public synchronized void close() {
        closed = true;
    }

    synchronized boolean isClosed() {
        return closed;
    }

    synchronized List<TransportRequest> requests() {
        return List.copyOf(requests);
    }

    /** The only request so far. */
    TransportRequest request() {
        List<TransportRequest> all = requests();
        if (all.size() != 1) {
            throw new AssertionError("expected one request, not " + all);
        }
        return all.get(0);
    }

    /** The body of the last request. */
    String sent() {
        List<TransportRequest> all = requests();
        return new String(all.get(all.size() - 1).body(), UTF_8);
    }
}
