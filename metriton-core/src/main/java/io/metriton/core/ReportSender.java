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
import io.metriton.core.internal.http.AppIdentity;
import io.metriton.core.internal.http.EncodedReport;
import io.metriton.core.internal.http.EnvironmentProxies;
import io.metriton.core.internal.http.HttpSender;
import io.metriton.core.internal.json.ReportEncoder;
import io.metriton.core.internal.util.Ascii;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The low level alone: encodes a report, sends it once, follows redirects, decodes the answer. It knows neither opt-out
 * nor install IDs; {@link Reporter} does. An order to be silent ({@code disable_scout}) is noted for every reporter of the
 * application to that endpoint.
 *
 * <p>Thread-safe. It does not close its transport, which belongs to the caller.
 */
public final class ReportSender {
    private final HttpSender sender;

    private ReportSender(HttpSender sender) {
        this.sender = sender;
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
     * @throws MalformedResponseException if the status is 2xx and the answer is not a JSON object, or was cut off, also by the
     *     end of the time or an interrupt of the calling thread, whose interrupt flag stays set: after a web page in its
     *     place, as of a captive portal, {@link MalformedResponseException#delivered()} is false
     * @throws ResponseTooLargeException if the report was delivered but the answer is larger than 1 MiB
     * @throws MetritonException if no answer came in time; an interrupt of the calling thread is its cause, and
     *     the interrupt flag stays set
     * @throws IllegalArgumentException if the metadata holds something that is no JSON value; the message names the key. Also
     *     if the endpoint is not http or https, or has no host
     */
    public Optional<Response> send(Report report, URI endpoint) throws MetritonException {
        long start = System.nanoTime();
        AppIdentity identity = new AppIdentity(requireNonNull(report, "report").application(), report.version());
        return sender.send(new EncodedReport(identity, ReportEncoder.encode(report), null), endpoint, start);
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
                throw new MetritonConfigurationException("a ReportSender needs a transport: call transport(…)");
            }
            if (timeout.isZero() || timeout.isNegative()) {
                throw new MetritonConfigurationException("timeout must be positive, not " + timeout);
            }
            return new ReportSender(new HttpSender(transport, timeout, userAgent, proxies, clock));
        }
    }
}
