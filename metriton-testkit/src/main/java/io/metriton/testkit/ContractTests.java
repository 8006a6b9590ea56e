package io.metriton.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.metriton.api.Transport;
import io.metriton.api.TransportConfig;
import io.metriton.api.TransportProvider;
import io.metriton.api.TransportRequest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;

/** What the parts of {@link TransportContract} share: the transport under test, and a report to send. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD) // A transport may hang: that is what is tested.
abstract class ContractTests {
    static final String BODY = "{\"application\":\"app\",\"metadata\":{\"umlaut\":\"\u00e4\"}}";
    /** No test waits for that. */
    static final Duration LONG = Duration.ofSeconds(20);

    private final TransportContract contract;

    ContractTests(TransportContract contract) {
        this.contract = contract;
    }

    /** Reports what the subclass says it cannot do as skipped, with the reason. */
    @BeforeEach
    void skipExemption(TestInfo test) {
        Exemptions.check(contract.exemptions());
        skipExemption(test.getTestClass().orElseThrow().getSimpleName());
        skipExemption(test.getTestMethod().orElseThrow().getName());
    }

    final void skipExemption(String name) {
        String reason = contract.exemptions().get(name);
        Assumptions.assumeTrue(reason == null, () -> name + ": " + reason);
    }

    /** A transport that asks no proxy. */
    final Transport open() {
        return open(FaultyEndpoint.direct().build());
    }

    final Transport open(TransportConfig config) {
        TransportProvider provider = contract.provider();
        assertThat(provider).as("what provider() returned").isNotNull();
        Transport transport = provider.create(config);
        assertThat(transport).as("what create(config) of the provider returned").isNotNull();
        return transport;
    }

    final boolean isShared(Thread thread) {
        return contract.isShared(thread);
    }

    /** One send is one request: whether a report is sent again is not for a transport to decide. */
    static void assertNotRepeated(int requests) {
        assertThat(requests)
                .as("requests that the server got for one send; a transport may not repeat")
                .isLessThan(2);
    }

    static void awaitNoConnection(ScriptedServer server) {
        Await.until(
                () -> server.openConnections() == 0,
                () -> server.openConnections() + " connections to port " + server.port() + " are still open");
    }

    static TransportRequest.Builder report(URI endpoint) {
        return TransportRequest.builder()
                .endpoint(endpoint)
                .header("Content-Type", "application/json")
                .header("User-Agent", "app/1.0 (testkit)")
                .body(BODY.getBytes(StandardCharsets.UTF_8))
                .timeout(LONG);
    }
}
