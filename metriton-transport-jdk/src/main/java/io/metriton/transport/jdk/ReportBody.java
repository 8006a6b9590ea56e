package io.metriton.transport.jdk;

import io.metriton.api.TransportRequest;
import io.metriton.api.support.ExchangeProgress;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.ByteBuffer;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request, which tells when the client begins to send it. Thread-safe.
 *
 * <p>It also keeps what the client reads it with, and by that the client's exchange: the future by which an exchange is
 * cancelled holds it by a weak reference only, and nothing else does once an answer could not be understood.
 */
final class ReportBody implements HttpRequest.BodyPublisher {
    private final TransportRequest request;
    private final ExchangeProgress progress;
    private volatile byte @Nullable [] copy;

    @SuppressWarnings("UnusedVariable") // It is enough to hold it.
    private volatile Flow.@Nullable Subscriber<? super ByteBuffer> reader;

    ReportBody(TransportRequest request, ExchangeProgress progress) {
        this.request = request;
        this.progress = progress;
    }

    @Override
    public long contentLength() {
        return bytes().length;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
        boolean again = reader != null;
        reader = subscriber;
        try {
            if (again) { // As jdk.httpclient.enableAllMethodRetry wants it.
                throw new IOException("the report is not sent a second time: it may have arrived");
            }
            progress.begin(); // Without a byte of it, no server takes the request for a report.
        } catch (IOException e) {
            new Failed(e).subscribe(subscriber);
            return;
        }
        HttpRequest.BodyPublishers.ofByteArray(bytes()).subscribe(subscriber);
    }

    /** A body that cannot be sent. */
    private record Failed(IOException why) implements Flow.Publisher<ByteBuffer> {
        @Override
        public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
            subscriber.onSubscribe(new Flow.Subscription() {
                @Override
                public void request(long n) {
                    // There is nothing.
                }

                @Override
                public void cancel() {
                    // It has ended.
                }
            });
            subscriber.onError(why);
        }
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
}
