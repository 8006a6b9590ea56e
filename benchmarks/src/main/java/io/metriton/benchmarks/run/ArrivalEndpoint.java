package io.metriton.benchmarks.run;

import java.io.IOException;
import java.time.Duration;

/** An endpoint that answers, at a distance, over http and https. Counts what it hears. */
final class ArrivalEndpoint implements AutoCloseable {
    /** A process that is gone may still be waiting to be accepted. */
    private static final int SETTLE_MILLIS = 20;

    private final LoopbackServer server;
    private final DelayedRelay http;
    private final DelayedRelay https;
    private long heard;

    /** Listens. */
    ArrivalEndpoint(LoopbackServer server, Duration roundTrip) throws IOException {
        this.server = server;
        this.http = new DelayedRelay(server.httpPort(), roundTrip);
        this.https = new DelayedRelay(server.httpsPort(), roundTrip);
    }

    String http() {
        return "http://127.0.0.1:" + http.port();
    }

    String https() {
        return "https://localhost:" + https.port();
    }

    /** How many requests came since this was called last, once all that is under way has arrived. */
    long heard() throws InterruptedException {
        Thread.sleep(SETTLE_MILLIS);
        http.awaitQuiet();
        https.awaitQuiet();
        server.awaitQuiet();
        long before = heard;
        heard = server.requests();
        return heard - before;
    }

    @Override
    public void close() throws IOException {
        http.close();
        https.close();
    }
}
