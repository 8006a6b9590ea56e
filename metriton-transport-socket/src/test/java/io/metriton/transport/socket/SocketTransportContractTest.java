package io.metriton.transport.socket;

import io.metriton.api.TransportProvider;
import io.metriton.testkit.TransportContract;

class SocketTransportContractTest extends TransportContract {

    @Override
    protected TransportProvider provider() {
        return new SocketTransportProvider();
    }
}
