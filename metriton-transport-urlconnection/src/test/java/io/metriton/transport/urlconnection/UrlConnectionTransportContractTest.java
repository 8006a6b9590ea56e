package io.metriton.transport.urlconnection;

import io.metriton.api.TransportProvider;
import io.metriton.testkit.TransportContract;

class UrlConnectionTransportContractTest extends TransportContract {

    @Override
    protected TransportProvider provider() {
        return new UrlConnectionTransportProvider();
    }
}
