package io.metriton.core.internal.http;

import static java.util.Objects.requireNonNull;

import io.metriton.api.MetritonException;
import io.metriton.api.Response;
import io.metriton.api.ResponseTooLargeException;
import io.metriton.api.Transport;
import io.metriton.api.TransportRequest;
import io.metriton.api.TransportResponse;
import io.metriton.core.internal.process.DisableScoutOrders;
import io.metriton.core.internal.util.ClassNames;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLHandshakeException;
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
     * Sends a report once, and follows redirects.
     *
     * @param start since when the timeout has been running ({@link System#nanoTime})
     * @return empty where the endpoint does not know the application
     */
    public Optional<Response> send(EncodedReport outgoing, URI endpoint, long start) throws MetritonException {
        Target target = Target.of(requireNonNull(endpoint, "endpoint"));
        for (int redirects = 0; ; redirects++) {
            Duration left = timeout.minusNanos(System.nanoTime() - start);
            if (left.isZero() || left.isNegative()) {
                throw new MetritonException(
                        "the timeout of " + timeout.toMillis() + " ms was over before the report could be" + " sent to "
                                + target.uri() + ": finding the install ID, or redirects, took too long");
            }
            ResponseHandler answer = exchange(target, request(target, outgoing, left));
            if (answer.ordersStop()) {
                DisableScoutOrders.obey(endpoint);
                DisableScoutOrders.obey(target.uri()); // Another origin, after a redirect.
                return answer.evaluate(outgoing.identity());
            }
            Optional<Target> next = target.redirect(answer.response());
            if (next.isEmpty()
                    || redirects == MAX_REDIRECTS
                    || DisableScoutOrders.isStopped(next.get().uri())) {
                return answer.evaluate(outgoing.identity());
            }
            target = next.get();
        }
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
        if (target.authorization() != null) {
            request.header("Authorization", target.authorization());
        }
        return request.build();
    }

    private ResponseHandler exchange(Target target, TransportRequest request) throws MetritonException {
        if (proxies != null) {
            proxies.check(target.uri());
        }
        try {
            TransportResponse response = requireNonNull(transport.send(request), "it returned no response");
            return new ResponseHandler(response, target.uri(), clock);
        } catch (Throwable e) { // One handler: for each class that one names, a JVM looks it up when it starts.
            throw failure(e, target.uri());
        }
    }

    private MetritonException failure(Throwable failure, URI uri) {
        if (failure instanceof ResponseTooLargeException tooLarge) {
            return ResponseErrors.tooLarge(tooLarge, uri);
        }
        if (failure instanceof MetritonException said) {
            return said;
        }
        if (!(failure instanceof IOException)) {
            // A defect of the transport, a jar that it misses, a checked exception that Kotlin does not declare, no
            // memory for a thread: never a reason to break the host.
            return new MetritonException(
                    "the transport " + ClassNames.of(transport) + " failed: " + describe(failure), failure);
        }
        boolean notSent = failure instanceof ConnectException
                || failure instanceof UnknownHostException
                || failure instanceof NoRouteToHostException
                || failure instanceof SSLHandshakeException;
        return new MetritonException(
                notSent
                        ? "the report could not be sent to " + uri + ": " + describe(failure)
                        : "no complete answer from " + uri + ", so the report may or may not have arrived: "
                                + describe(failure),
                failure);
    }

    /** The class, and the first message that it or what caused it has. */
    private static String describe(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause.getMessage() == null && cause.getCause() != null && depth < 10; depth++) {
            cause = cause.getCause();
        }
        String message = cause.getMessage() == null ? "" : ": " + cause.getMessage();
        return failure.getClass().getSimpleName() + message;
    }
}
