package io.metriton.transport.okhttp;

import io.metriton.api.TransportProvider;
import io.metriton.testkit.TransportContract;

class OkHttpTransportContractTest extends TransportContract {

    @Override
    protected TransportProvider provider() {
        return new OkHttpTransportProvider();
    }

    /**
     * These clean up for all clients in the JVM, and end after a minute without work. OkHttp's one is called {@code OkHttp
     * TaskRunner}, or after the last task that it ran, such as {@code OkHttp ConnectionPool connection closer}.
     */
    @Override
    protected boolean isShared(Thread thread) {
        return thread.getName().startsWith("OkHttp ") || thread.getName().equals("Okio Watchdog");
    }
}
