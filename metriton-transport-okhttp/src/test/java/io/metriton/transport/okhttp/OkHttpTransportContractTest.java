package io.metriton.transport.okhttp;

import io.metriton.api.TransportProvider;
import io.metriton.testkit.TransportContract;

class OkHttpTransportContractTest extends TransportContract {

    @Override
    protected TransportProvider provider() {
        return new OkHttpTransportProvider();
    }

    /** These clean up for all clients in the JVM, and end after a minute without work. */
    @Override
    protected boolean isShared(Thread thread) {
        return thread.getName().equals("OkHttp TaskRunner") || thread.getName().equals("Okio Watchdog");
    }
}
