package io.metriton.transport.jdk;

import io.metriton.api.NotSentException;
import io.metriton.api.TransportConfig;
import io.metriton.api.TransportRequest;
import io.metriton.api.TransportResponse;
import io.metriton.api.support.BoundedResponse;
import io.metriton.api.support.ExchangeProgress;
import java.io.IOException;
import java.lang.ref.Reference;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** One exchange. Runs on one thread, since the choice of the proxy may block; {@link #abort} comes from another. */
final class JdkExchange {
    private final TransportRequest request;
    private final TransportConfig config;
    private final ExchangeProgress progress = new ExchangeProgress();
    private final ReportBody body;
    private final CompletableFuture<TransportResponse> outcome = new CompletableFuture<>();
    private volatile boolean aborted;

    JdkExchange(TransportRequest request, TransportConfig config) {
        this.request = request;
        this.config = config;
        this.body = new ReportBody(request, progress);
    }

    boolean isSecure() {
        return "https".equalsIgnoreCase(request.endpoint().getScheme());
    }

    ExchangeProgress progress() {
        return progress;
    }

    /** Goes with an interrupt of the thread that sends, which ends the wait for the answer. */
    void abort() {
        aborted = true;
    }

    TransportResponse send(HttpClient client) throws IOException, InterruptedException {
        CompletableFuture<HttpResponse<TransportResponse>> answer = start(client);
        boolean complete = false;
        try {
            connect(answer);
            if (aborted) {
                throw new InterruptedException();
            }
            TransportResponse response = outcome.get();
            complete = true;
            return response;
        } catch (ExecutionException e) {
            throw Failures.told(e, progress);
        } finally {
            if (!complete) {
                cancel(answer);
            }
            Reference.reachabilityFence(body);
        }
    }

    /**
     * What the client says ends the wait, and what {@link BoundedBody} says makes the client's future done: else the client
     * would start a thread to tell that the answer is there.
     */
    @SuppressWarnings("FutureReturnValueIgnored") // Both only pass on what became of the other.
    private void connect(CompletableFuture<HttpResponse<TransportResponse>> answer) {
        answer.whenComplete(this::answered);
        outcome.whenComplete((response, failure) -> answer.cancel(false));
    }

    /**
     * Cancels the exchange, which is the one way that closes its connection on every JDK: after an answer that it cannot
     * understand the client leaves it open, often even when the client is closed or collected. A future that is done
     * cannot be cancelled any more, but one derived from it can, and that counts the same ({@link HttpClient#sendAsync}).
     */
    private static void cancel(CompletableFuture<?> answer) {
        answer.newIncompleteFuture().cancel(true);
    }

    private CompletableFuture<HttpResponse<TransportResponse>> start(HttpClient client) throws IOException {
        try {
            HttpRequest http = httpRequest();
            if (aborted) {
                throw new NotSentException("aborted");
            }
            return client.sendAsync(http, this::receiver);
        } catch (RuntimeException | IOException e) { // Also of the host's own choice of a proxy.
            throw Failures.told(e, progress);
        }
    }

    private void answered(@Nullable HttpResponse<TransportResponse> answer, @Nullable Throwable failure) {
        if (failure != null) {
            outcome.completeExceptionally(failure); // Of no effect if it is the end of this very outcome.
        } else if (answer != null && answer.body() == null) {
            outcome.completeExceptionally(
                    new NotSentException("the proxy refused the tunnel with status " + answer.statusCode()));
        }
    }

    private HttpRequest httpRequest() throws IOException {
        HttpRequest.Builder http =
                HttpRequest.newBuilder(Endpoint.forClient(request.endpoint())).POST(body);
        request.headers().forEach(http::setHeader);
        // The client shows it to the proxy alone; to that of a tunnel not by default, see the provider.
        config.proxyAuthorization(config.httpProxyFor(request.endpoint()))
                .ifPresent(value -> http.setHeader("Proxy-Authorization", value));
        return http.build();
    }

    private BoundedBody receiver(HttpResponse.ResponseInfo info) {
        try {
            return new BoundedBody(start(info.statusCode(), info.headers()), outcome);
        } catch (IOException e) {
            return new BoundedBody(e, outcome);
        }
    }

    private BoundedResponse start(int status, HttpHeaders headers) throws IOException {
        BoundedResponse response = new BoundedResponse(status, request.maxResponseBytes());
        for (Map.Entry<String, List<String>> header : headers.map().entrySet()) {
            for (String value : header.getValue()) {
                response.header(header.getKey(), value);
            }
        }
        progress.answered(response);
        return response;
    }
}
