package io.metriton.transport.jdk;

import io.metriton.api.TransportRequest;
import java.net.http.HttpRequest;
import java.nio.ByteBuffer;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request, which knows whether the client began to send it. Thread-safe.
 *
 * <p>It also keeps what the client reads it with, and by that the client's exchange: the future by which an exchange is
 * cancelled holds it by a weak reference only, and nothing else does once an answer could not be understood.
 */
final class ReportBody implements HttpRequest.BodyPublisher {
    private final TransportRequest request;
    private volatile byte @Nullable [] copy;
    private volatile Flow.@Nullable Subscriber<? super ByteBuffer> reader;

    ReportBody(TransportRequest request) {
        this.request = request;
    }

    @Override
    public long contentLength() {
        return bytes().length;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
        reader = subscriber;
        HttpRequest.BodyPublishers.ofByteArray(bytes()).subscribe(subscriber);
    }

    /** Copied no sooner than needed, on a thread that may take its time: a body may be large. */
    private byte[] bytes() {
        byte[] bytes = copy;
        if (bytes == null) {
            bytes = request.body();
            copy = bytes;
        }
        return bytes;
    }

    boolean isBegun() {
        return reader != null;
    }
}
