package io.metriton.transport.jdk;

import static org.assertj.core.api.Assertions.assertThat;

import io.metriton.api.TransportConfig;
import java.lang.ref.WeakReference;
import java.net.http.HttpClient;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** A client that nobody holds any more. The executor that it was given outlives it, as a host's might. */
class ClosableClientTest {
    private static final long BOUND_NANOS = 15_000_000_000L;

    /** Java 25 has a cleaner that holds what a client holds until the client is unreachable. */
    @Test
    void closedClientThatNobodyHolds_isCollected() {
        assertCollected(client(true));
    }

    /** The thread of each stayed for the life of the JVM, with two descriptors. */
    @Test
    void unclosedClientThatNobodyHolds_isCollected() {
        assertCollected(client(false));
    }

    private static WeakReference<HttpClient> client(boolean closed) {
        ClosableClient client = new ClosableClient(TransportConfig.builder().build(), null, Runnable::run);
        if (closed) {
            client.close();
        }
        return new WeakReference<>(client.get());
    }

    private static void assertCollected(WeakReference<HttpClient> client) {
        long end = System.nanoTime() + BOUND_NANOS;
        while (client.get() != null && System.nanoTime() < end) {
            System.gc();
            LockSupport.parkNanos(5_000_000);
        }
        assertThat(client.get()).isNull();
    }
}
