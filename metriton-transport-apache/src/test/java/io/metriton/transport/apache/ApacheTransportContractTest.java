package io.metriton.transport.apache;

import io.metriton.api.TransportProvider;
import io.metriton.testkit.TransportContract;

class ApacheTransportContractTest extends TransportContract {

    @Override
    protected TransportProvider provider() {
        return new ApacheTransportProvider();
    }
}
