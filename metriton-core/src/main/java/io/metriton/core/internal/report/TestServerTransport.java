package io.metriton.core.internal.report;

import io.metriton.api.Transport;
import io.metriton.api.TransportRequest;
import io.metriton.api.TransportResponse;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tells the test server of the testkit, in a header, what was left out of reports, so that it can fail the test. Never used
 * outside of tests: the endpoint has to be a server on 127.0.0.1 that says itself that it is one, by a system property of
 * its JVM or by the variable that it hands to child processes. Thread-safe.
 */
final class TestServerTransport implements Transport {
    static final String HEADER = "Metriton-Undeclared";

    /** With the host and port of the server, as it may be one of several in the JVM. */
    static final String PROPERTY = "metriton.testServer:";

    static final String VARIABLE = "METRITON_TEST_SERVER";

    static final String LOOPBACK = "127.0.0.1";

    private final Transport transport;
    private final String authority;
    private final LeftOut leftOut;

    private TestServerTransport(Transport transport, String authority, LeftOut leftOut) {
        this.transport = transport;
        this.authority = authority;
        this.leftOut = leftOut;
    }

    /** The transport itself, unless the reporter has a declaration and its endpoint is a test server. */
    static Transport of(Transport transport, ReporterSettings settings) {
        DeclarationFilter filter = settings.metadata().filter();
        URI endpoint = settings.endpoint();
        if (filter == null || !LOOPBACK.equals(endpoint.getHost()) || !"http".equals(endpoint.getScheme())) {
            return transport;
        }
        String authority = LOOPBACK + ":" + endpoint.getPort();
        return isTestServer(authority, settings.environment())
                ? new TestServerTransport(transport, authority, filter.leftOut())
                : transport;
    }

    private static boolean isTestServer(String authority, Map<String, String> environment) {
        return authority.equals(environment.get(VARIABLE)) || "true".equals(property(PROPERTY + authority));
    }

    private static @Nullable String property(String name) {
        try {
            return System.getProperty(name);
        } catch (SecurityException e) {
            return null; // The host does not let us read it.
        }
    }

    @Override
    public TransportResponse send(TransportRequest request) throws IOException {
        String header = leftOut.header();
        return transport.send(
                header.isEmpty() || !isForTheServer(request.endpoint()) ? request : with(header, request));
    }

    /** A redirect may lead elsewhere. */
    private boolean isForTheServer(URI target) {
        return "http".equals(target.getScheme()) && authority.equals(target.getRawAuthority());
    }

    private static TransportRequest with(String header, TransportRequest request) {
        TransportRequest.Builder told = TransportRequest.builder()
                .endpoint(request.endpoint())
                .body(request.body())
                .timeout(request.timeout())
                .maxResponseBytes(request.maxResponseBytes());
        for (Map.Entry<String, String> each : request.headers().entrySet()) {
            told.header(each.getKey(), each.getValue());
        }
        return told.header(HEADER, header).build();
    }

    @Override
    public void close() {
        transport.close();
    }
}
