package io.metriton.transport.jdk;

import io.metriton.api.TransportResponse;
import io.metriton.api.support.BoundedResponse;
import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * Takes the body of one answer up to a limit, at which it breaks the connection. The waiting caller is told what came of it
 * before the client is. Called by one thread at a time.
 */
final class BoundedBody implements BodySubscriber<TransportResponse> {
    private final @Nullable BoundedResponse response;
    private final CompletableFuture<TransportResponse> outcome;
    private final CompletableFuture<TransportResponse> whole = new CompletableFuture<>();
    private Flow.@Nullable Subscription subscription;

    BoundedBody(BoundedResponse response, CompletableFuture<TransportResponse> outcome) {
        this.response = response;
        this.outcome = outcome;
    }

    /** Takes nothing, since the header is too much already. */
    BoundedBody(IOException failure, CompletableFuture<TransportResponse> outcome) {
        this.response = null;
        this.outcome = outcome;
        fail(failure);
    }

    private void fail(Throwable failure) {
        outcome.completeExceptionally(failure);
        whole.completeExceptionally(failure);
    }

    @Override
    public CompletionStage<TransportResponse> getBody() {
        return whole;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        this.subscription = subscription;
        if (response == null) {
            subscription.cancel();
        } else {
            subscription.request(Long.MAX_VALUE);
        }
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        for (ByteBuffer buffer : buffers) {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.get(bytes);
            take(bytes);
        }
    }

    private void take(byte[] bytes) {
        try {
            if (response != null && !whole.isDone()) {
                response.write(bytes, 0, bytes.length);
            }
        } catch (IOException e) {
            fail(e);
            if (subscription != null) {
                subscription.cancel();
            }
        }
    }

    @Override
    public void onError(Throwable failure) {
        fail(failure);
    }

    @Override
    public void onComplete() {
        if (response != null) {
            TransportResponse built = response.build();
            outcome.complete(built);
            whole.complete(built);
        }
    }
}
