package io.metriton.transport.apache;

import io.metriton.api.TransportProvider;
import io.metriton.testkit.TransportContract;
import java.util.Map;

class ApacheTransportContractTest extends TransportContract {

    @Override
    protected TransportProvider provider() {
        return new ApacheTransportProvider();
    }

    @Override
    protected Map<String, String> exemptions() {
        return Map.of("TRUNCATED_FIELDS", "HttpClient 5 takes the end of the connection for the end of the header");
    }
}
