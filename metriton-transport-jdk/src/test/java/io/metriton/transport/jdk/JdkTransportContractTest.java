package io.metriton.transport.jdk;

import io.metriton.api.TransportProvider;
import io.metriton.testkit.TransportContract;
import java.util.Map;

class JdkTransportContractTest extends TransportContract {

    @Override
    protected TransportProvider provider() {
        return new JdkTransportProvider();
    }

    @Override
    protected Map<String, String> exemptions() {
        String allowed = System.getProperty("jdk.http.auth.tunneling.disabledSchemes", "Basic");
        return allowed.isEmpty()
                ? Map.of()
                : Map.of(
                        JdkTunnelLoginTest.METHOD,
                        "the JDK refuses Basic for tunnels unless -Djdk.http.auth.tunneling.disabledSchemes= is set;"
                                + " JdkTunnelLoginTest runs this test with it");
    }
}
