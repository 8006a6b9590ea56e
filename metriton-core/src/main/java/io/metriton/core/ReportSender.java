package io.metriton.core;

import static java.util.Objects.requireNonNull;

import io.metriton.api.HttpStatusException;
import io.metriton.api.MalformedResponseException;
import io.metriton.api.MetritonConfigurationException;
import io.metriton.api.MetritonException;
import io.metriton.api.Report;
import io.metriton.api.Response;
import io.metriton.api.ResponseTooLargeException;
import io.metriton.api.Transport;
import io.metriton.api.TransportRequest;
import io.metriton.api.TransportResponse;
import io.metriton.core.internal.http.AppIdentity;
import io.metriton.core.internal.http.EncodedReport;
import io.metriton.core.internal.http.EnvironmentProxies;
import io.metriton.core.internal.http.ResponseErrors;
import io.metriton.core.internal.http.ResponseHandler;
import io.metriton.core.internal.http.Target;
import io.metriton.core.internal.json.ReportEncoder;
import io.metriton.core.internal.process.DisableScoutOrders;
import io.metriton.core.internal.util.Ascii;
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
 * The low level alone: encodes a report, sends it once, follows redirects, decodes the answer. It knows neither opt-out
 * nor install IDs; {@link Reporter} does. An order to be silent ({@code disable_scout}) is noted for every reporter.
 *
 * <p>Thread-safe. It does not own its transport: whoever made that closes it.
 */
public final class ReportSender {
    private static final int MAX_REDIRECTS = 5;

    private final Transport transport;
    private final Duration timeout;
    private final @Nullable String userAgent;
    private final @Nullable EnvironmentProxies proxies;
    private final Clock clock;

    ReportSender(
            Transport transport, Duration timeout, @Nullable String userAgent, @Nullable EnvironmentProxies proxies) {
        this(transport, timeout, userAgent, proxies, Clock.systemUTC());
    }

    private ReportSender(
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
     * Starts a sender.
     *
     * @return a new builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Sends a report and waits for the answer, at most for the timeout, redirects included.
     *
     * @param report what to send
     * @param endpoint where to: an absolute http or https URI with a host; user info is sent as Basic authentication
     * @return the answer; empty where the endpoint does not know the application (2xx or 404 without a body)
     * @throws HttpStatusException if the status is any other than 2xx, or 404 without a body
     * @throws MalformedResponseException if the report was delivered but the answer is not a JSON object
     * @throws ResponseTooLargeException if the report was delivered but the answer is larger than 1 MiB
     * @throws MetritonException if no complete answer came in time; an interrupt of the calling thread is its cause, and
     *     the interrupt flag stays set
     * @throws IllegalArgumentException if the metadata holds something that is no JSON value; the message names the key
     */
    public Optional<Response> send(Report report, URI endpoint) throws MetritonException {
        return send(report, endpoint, System.nanoTime());
    }

    /** As {@link #send(Report, URI)}, with a timeout that has been running since {@code start} (System.nanoTime). */
    Optional<Response> send(Report report, URI endpoint, long start) throws MetritonException {
        AppIdentity identity = new AppIdentity(requireNonNull(report, "report").application(), report.version());
        return send(new EncodedReport(identity, ReportEncoder.encode(report), null), endpoint, start);
    }

    /** Sends what is encoded already, as above. */
    Optional<Response> send(EncodedReport outgoing, URI endpoint, long start) throws MetritonException {
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

    /** Builds a {@link ReportSender}. Not thread-safe. */
    public static final class Builder {
        private @Nullable Transport transport;
        private Duration timeout = Duration.ofSeconds(5);
        private @Nullable String userAgent;
        private @Nullable EnvironmentProxies proxies;
        private Clock clock = Clock.systemUTC();

        private Builder() {}

        /**
         * Sets what carries the requests; required.
         *
         * @param transport stays the caller's to close
         * @return this
         */
        public Builder transport(Transport transport) {
            this.transport = requireNonNull(transport, "transport");
            return this;
        }

        /**
         * Sets the bound of one {@link ReportSender#send}, redirects included; 5 seconds by default.
         *
         * @param timeout positive
         * @return this
         */
        public Builder timeout(Duration timeout) {
            this.timeout = requireNonNull(timeout, "timeout");
            return this;
        }

        /**
         * Sets the User-Agent header; by default {@code app/version (os; os-version; java version)
         * metriton-java/version}.
         *
         * @param userAgent control and non-ASCII characters are left out
         * @return this
         */
        public Builder userAgent(String userAgent) {
            this.userAgent = Ascii.printable(userAgent);
            return this;
        }

        Builder proxies(@Nullable EnvironmentProxies proxies) {
            this.proxies = proxies;
            return this;
        }

        Builder clock(Clock clock) {
            this.clock = clock;
            return this;
        }

        /**
         * Makes the sender.
         *
         * @return a new sender
         * @throws MetritonConfigurationException if the transport is missing or the timeout is not positive
         */
        public ReportSender build() {
            if (transport == null) {
                throw BadSetting.because("a ReportSender needs a transport: call transport(…)");
            }
            if (timeout.isZero() || timeout.isNegative()) {
                throw BadSetting.because("timeout must be positive, not " + timeout);
            }
            return new ReportSender(transport, timeout, userAgent, proxies, clock);
        }
    }
}
