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
        return Map.of(
                "send_showsThePasswordToTheProxyOfATunnel",
                "the JDK refuses Basic for tunnels unless -Djdk.http.auth.tunneling.disabledSchemes= is set");
    }
}
