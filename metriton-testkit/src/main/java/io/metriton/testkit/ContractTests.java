package io.metriton.testkit;

import io.metriton.api.Transport;
import io.metriton.api.TransportConfig;
import io.metriton.api.TransportRequest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInfo;

/** What the parts of {@link TransportContract} share: the transport under test, and a report to send. */
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
        return contract.provider().create(config);
    }

    final boolean isShared(Thread thread) {
        return contract.isShared(thread);
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
