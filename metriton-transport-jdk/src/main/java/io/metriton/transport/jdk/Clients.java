package io.metriton.transport.jdk;

import io.metriton.api.NotSentException;
import io.metriton.api.TransportConfig;
import io.metriton.api.support.DefaultTls;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * The client for http and the client for https, each made when it is needed, and closed once the transport is closed and no
 * exchange is left that uses one. A client whose thread has ended is replaced, and so is one that was not used for some
 * seconds: on JDK 17 it would use a connection again for 20 minutes, also one that a router between has forgotten.
 * Thread-safe; making a client blocks others that need one.
 */
final class Clients {
    private final TransportConfig config;
    private static final long LONGEST_IDLE_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final Executor workers;
    private final LongSupplier nanoTime;
    private @Nullable ClosableClient http;
    private @Nullable ClosableClient https;
    private @Nullable SSLContext context;
    private final List<ClosableClient> retired = new ArrayList<>();
    private int users;
    private long lastUsed;
    private boolean closed;

    Clients(TransportConfig config, Executor workers) {
        this(config, workers, System::nanoTime);
    }

    Clients(TransportConfig config, Executor workers, LongSupplier nanoTime) {
        this.config = config;
        this.workers = workers;
        this.nanoTime = nanoTime;
        this.lastUsed = nanoTime.getAsLong();
    }

    /**
     * A client for one exchange, to be given back.
     *
     * @throws IOException if these are closed, or there is no thread for the client
     */
    synchronized ClosableClient borrow(boolean secure) throws IOException {
        if (closed) {
            throw new NotSentException("the transport is closed");
        }
        if (users == 0 && nanoTime.getAsLong() - lastUsed > LONGEST_IDLE_NANOS) {
            retireAll();
        }
        try {
            ClosableClient client = secure ? https() : http();
            users++;
            return client;
        } catch (SSLException e) {
            throw new NotSentException(String.valueOf(e.getMessage()), e);
        } catch (RuntimeException | OutOfMemoryError e) {
            throw new NotSentException("the JDK's HTTP client cannot be made: " + e, e);
        }
    }

    private ClosableClient http() {
        ClosableClient client = http;
        if (client == null || !client.isAlive()) {
            retire(client);
            client = new ClosableClient(config, null, workers);
            http = client;
        }
        return client;
    }

    /** A client keeps its context, so that a host that sets another default gets another client. */
    private ClosableClient https() throws SSLException {
        SSLContext now = DefaultTls.context(config);
        ClosableClient client = https;
        if (client == null || now != context || !client.isAlive()) {
            retire(client);
            client = new ClosableClient(config, now, workers);
            https = client;
            context = now;
        }
        return client;
    }

    synchronized void giveBack() {
        users--;
        lastUsed = nanoTime.getAsLong();
        closeUnused();
    }

    synchronized void close() {
        closed = true;
        closeUnused();
    }

    private void closeUnused() {
        if (users > 0) {
            return;
        }
        if (closed) {
            retireAll();
        }
        for (ClosableClient client : retired) {
            client.close();
        }
        retired.clear();
    }

    private void retireAll() {
        retire(http);
        retire(https);
        http = null;
        https = null;
    }

    private void retire(@Nullable ClosableClient client) {
        if (client != null) {
            retired.add(client);
        }
    }
}
