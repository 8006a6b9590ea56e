package io.metriton.testkit;

import io.metriton.api.Transport;
import java.io.IOException;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.ReflectionSupport;

/**
 * Fails a {@link TransportContract} once, before its tests, if the transport opens no connection to its endpoint: the
 * contract's hundreds of tests would each fail, and none would say that it is for HTTP clients.
 */
final class HttpClientCheck implements BeforeAllCallback {

    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        Class<?> testClass = context.getRequiredTestClass();
        if (!TransportContract.class.isAssignableFrom(testClass)) {
            return; // A group of tests within one.
        }
        TransportContract contract = (TransportContract) ReflectionSupport.newInstance(testClass);
        if (contract.exemptions().containsKey("OverHttp")) {
            return; // Only https, then: left to the tests.
        }
        try (ScriptedServer server = ScriptedServer.start(ScriptedServer.always(200, "{}"))) {
            String outcome = send(contract, server);
            if (server.connections() == 0) {
                throw new AssertionError(testClass.getName() + ": a report sent to " + server.uri("/scout")
                        + " opened no connection to it (" + outcome
                        + "). TransportContract is for transports that speak HTTP;"
                        + " for others, such as a file or a queue, extend TransportBasicsContract");
            }
        }
    }

    private static String send(TransportContract contract, ScriptedServer server) {
        try (Transport transport =
                contract.provider().create(FaultyEndpoint.direct().build())) {
            return "the answer was "
                    + transport
                            .send(ContractTests.report(server.uri("/scout")).build())
                            .status();
        } catch (IOException | RuntimeException e) {
            return "it failed: " + e;
        }
    }
}
