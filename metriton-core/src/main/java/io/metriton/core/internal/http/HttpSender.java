package io.metriton.core.internal.http;

import static java.util.Objects.requireNonNull;

import io.metriton.api.MetritonException;
import io.metriton.api.Response;
import io.metriton.api.Transport;
import io.metriton.api.TransportRequest;
import io.metriton.api.TransportResponse;
import io.metriton.core.internal.process.DisableScoutOrders;
import io.metriton.core.internal.util.Thrown;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Sends an encoded report once, follows redirects, and says what the answer means. Thread-safe. It does not own its
 * transport.
 */
public final class HttpSender {
    private static final int MAX_REDIRECTS = 5;

    private final Transport transport;
    private final Duration timeout;
    private final @Nullable String userAgent;
    private final @Nullable EnvironmentProxies proxies;
    private final Clock clock;

    public HttpSender(
            Transport transport, Duration timeout, @Nullable String userAgent, @Nullable EnvironmentProxies proxies) {
        this(transport, timeout, userAgent, proxies, Clock.systemUTC());
    }

    public HttpSender(
            Transport transport,
            Duration timeout,
            @Nullable String userAgent,
            @Nullable EnvironmentProxies proxies,
            Clock clock) {
        this.transport = transport;
        this.timeout = timeout;
        this.userAgent = userAgent;
        this.proxies = proxies;
        this.clock = clock;
    }

    /**
     * As {@link #attempt}, for a caller that waits for the response.
     *
     * @return empty where the endpoint does not know the application
     * @throws MetritonException if there is no good answer
     */
    public Optional<Response> send(EncodedReport outgoing, URI endpoint, long start) throws MetritonException {
        return attempt(outgoing, endpoint, start).responseOrThrow();
    }

    /**
     * Sends a report once, and follows redirects. Blocks at most for the timeout. Throws nothing because of a transport
     * or an answer.
     *
     * @param start since when the timeout has been running ({@link System#nanoTime})
     * @throws IllegalArgumentException if the endpoint is none
     */
    public SendResult attempt(EncodedReport outgoing, URI endpoint, long start) {
        return new Attempt(outgoing, requireNonNull(endpoint, "endpoint"), start).run();
    }

    /** One attempt: as many exchanges as redirects ask for. One use, one thread. */
    private final class Attempt {
        private final EncodedReport outgoing;
        private final URI endpoint;
        private final long start;
        private Target target;
        private int redirects;

        Attempt(EncodedReport outgoing, URI endpoint, long start) {
            this.outgoing = outgoing;
            this.endpoint = endpoint;
            this.start = start;
            this.target = Target.of(endpoint);
        }

        SendResult run() {
            SendResult result = exchange();
            while (result == null) {
                result = exchange();
            }
            return result;
        }

        /** Null if a redirect is to be followed. */
        private @Nullable SendResult exchange() {
            Duration left = timeout.minusNanos(System.nanoTime() - start);
            Optional<SendResult> hindered = hindrance(target, left);
            if (hindered.isPresent()) {
                return hindered.get();
            }
            TransportRequest request = request(target, outgoing, left);
            Received received;
            try {
                received = receive(request);
            } catch (Throwable e) { // Thrown by sending alone: what reading throws must not cause a second send.
                Thrown.restoreInterrupt(e);
                return SendFailures.result(e, transport, target.uri());
            }
            try {
                return judge(received.response(), received.handler(request, clock));
            } catch (Throwable e) { // No memory, a defect of ours or of a library.
                return SendFailures.unreadable(e, received.status(), target.uri());
            }
        }

        private @Nullable SendResult judge(TransportResponse response, ResponseHandler handler) {
            if (handler.ordersStop()) {
                stop(target);
                return handler.evaluate(outgoing.identity());
            }
            Optional<Target> next = target.redirect(response);
            if (next.isEmpty() || redirects == MAX_REDIRECTS) {
                return handler.evaluate(outgoing.identity());
            }
            if (isStopped(next.get())) { // The order came by another way: what is stored stays, as after every order.
                stop(next.get());
                return handler.evaluate(outgoing.identity()).unanswered();
            }
            target = next.get();
            redirects++;
            return null;
        }

        /** The origin of a redirect is another, and ordered it as well. Nothing is sent to it any more. */
        private void stop(Target ordering) {
            String application = outgoing.identity().application();
            DisableScoutOrders.obey(application, endpoint);
            DisableScoutOrders.obey(application, ordering.uri());
        }

        private boolean isStopped(Target next) {
            return DisableScoutOrders.isStopped(outgoing.identity().application(), next.uri());
        }
    }

    /** Why a report cannot even be tried to be sent, if so. */
    private Optional<SendResult> hindrance(Target target, Duration left) {
        if (left.isZero() || left.isNegative()) {
            return Optional.of(tooLate(target));
        }
        Optional<String> problem = proxies == null ? Optional.empty() : proxies.problem(target.uri());
        return problem.isEmpty()
                ? Optional.empty()
                : Optional.of(SendResult.failed(Outcome.NOT_SENT, new MetritonException(problem.get())));
    }

    private Received receive(TransportRequest request) throws IOException {
        try {
            TransportResponse response = requireNonNull(transport.send(request), "it returned no response");
            return new Received(response, response.status(), null);
        } catch (IOException e) {
            TransportResponse beginning = Beginning.of(e);
            if (beginning == null) {
                throw e;
            }
            return new Received(beginning, beginning.status(), e);
        }
    }

    /**
     * What a transport has received: all of it, or as much as came before a failure.
     *
     * @param status asked for while sending may still fail: that of a third party's response may throw
     */
    private record Received(
            TransportResponse response,
            int status,
            @Nullable IOException failure) {

        ResponseHandler handler(TransportRequest request, Clock clock) {
            URI uri = request.endpoint();
            int max = request.maxResponseBytes();
            return failure == null
                    ? new ResponseHandler(response, uri, max, clock)
                    : ResponseHandler.ofBeginning(response, uri, max, clock, failure);
        }
    }

    private SendResult tooLate(Target target) {
        return SendResult.failed(
                Outcome.NOT_SENT,
                new MetritonException("the timeout of " + timeout.toMillis()
                        + " ms was over before the report could be sent to " + target.uri()
                        + ": finding the install ID, or redirects, took too long"));
    }

    private TransportRequest request(Target target, EncodedReport outgoing, Duration timeout) {
        AppIdentity identity = outgoing.identity();
        String agent = userAgent != null ? userAgent : identity.userAgent();
        TransportRequest.Builder request = TransportRequest.builder()
                .endpoint(target.uri())
                .header("Content-Type", "application/json")
                .header("Accept", "application/json")
                .header("Accept-Encoding", "identity")
                .header("User-Agent", agent)
                .body(outgoing.body())
                .timeout(timeout);
        if (outgoing.key() != null) {
            request.header("Idempotency-Key", outgoing.key());
        }
        if (outgoing.ageSeconds() > 0) {
            request.header("Metriton-Report-Age", Long.toString(outgoing.ageSeconds()));
        }
        if (target.authorization() != null) {
            request.header("Authorization", target.authorization());
        }
        return request.build();
    }
}
