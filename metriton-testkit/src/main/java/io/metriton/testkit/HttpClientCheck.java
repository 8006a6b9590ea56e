package io.metriton.testkit;

import io.metriton.api.Transport;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
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
        TransportContract contract = newInstance(testClass);
        if (contract == null || contract.exemptions().containsKey("OverHttp")) {
            return; // Only https, then: left to the tests.
        }
        try (ScriptedServer server = ScriptedServer.start(ScriptedServer.always(200, "{}"));
                Transport transport = open(contract)) {
            if (transport == null) {
                return;
            }
            String outcome = send(transport, server);
            if (server.connections() == 0) {
                throw new AssertionError(testClass.getName() + ": a report sent to " + server.uri("/scout")
                        + " opened no connection to it (" + outcome
                        + "). TransportContract is for transports that speak HTTP;"
                        + " for others, such as a file or a queue, extend TransportBasicsContract");
            }
        }
    }

    /** Null if only JUnit can make it, as it has parameters. */
    private static @Nullable TransportContract newInstance(Class<?> testClass) {
        try {
            return (TransportContract) ReflectionSupport.newInstance(testClass);
        } catch (RuntimeException e) {
            return null;
        }
    }

    /** Null if it needs what the author's class sets up before each test: the tests tell of it. */
    private static @Nullable Transport open(TransportContract contract) {
        try {
            return contract.provider().create(FaultyEndpoint.direct().build());
        } catch (Exception | LinkageError e) {
            return null;
        }
    }

    private static String send(Transport transport, ScriptedServer server) {
        try {
            return "the answer was "
                    + transport
                            .send(ContractTests.report(server.uri("/scout")).build())
                            .status();
        } catch (IOException | RuntimeException e) {
            return "it failed: " + e;
        }
    }
}
