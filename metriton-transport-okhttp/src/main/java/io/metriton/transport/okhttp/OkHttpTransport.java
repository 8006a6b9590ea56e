package io.metriton.transport.okhttp;

import io.metriton.api.support.BoundedResponse;
import io.metriton.api.support.ExchangeRunner;
import io.metriton.api.Transport;
import io.metriton.api.TransportConfig;
import io.metriton.api.TransportRequest;
import io.metriton.api.TransportResponse;
import java.io.IOException;
import java.util.Map;
import okhttp3.Call;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** One client for all exchanges, made by the first. Thread-safe. */
final class OkHttpTransport implements Transport {
    private static final int NOT_MODIFIED = 304;

    private final TransportConfig config;
    private final BoundedSockets sockets = new BoundedSockets();
    private final ExchangeRunner runner = new ExchangeRunner("okhttp");
    private final Object lock = new Object();
    private volatile @Nullable OkHttpClient client;
    private volatile boolean closed;

    OkHttpTransport(TransportConfig config) {
        this.config = config;
    }

    @Override
    public TransportResponse send(TransportRequest request) throws IOException {
        AbortableCall call = new AbortableCall();
        // On a thread of our own: OkHttp's own are no daemons, and nothing in it bounds or interrupts a name look-up.
        return runner.run(request.timeout(), () -> exchange(request, call), call);
    }

    private TransportResponse exchange(TransportRequest request, AbortableCall call) throws IOException {
        OkHttpClient opened = client();
        sockets.allow(request.maxResponseBytes());
        try {
            return execute(call.start(opened.newCall(httpRequest(request))), request.maxResponseBytes());
        } finally {
            if (closed) { // Then close() may have gone through the pool before this connection came back to it.
                opened.connectionPool().evictAll();
            }
        }
    }

    @Override
    public void close() {
        OkHttpClient opened;
        synchronized (lock) {
            closed = true;
            opened = client;
            client = null;
        }
        runner.close();
        if (opened != null) {
            opened.connectionPool().evictAll();
        }
    }

    private OkHttpClient client() throws IOException {
        OkHttpClient made = client;
        return made != null ? made : make();
    }

    private OkHttpClient make() throws IOException {
        synchronized (lock) {
            if (closed) {
                throw new IOException("the transport is closed");
            }
            OkHttpClient made = client == null ? Clients.create(config, sockets) : client;
            client = made;
            return made;
        }
    }

    private static Request httpRequest(TransportRequest request) throws IOException {
        Request.Builder http = new Request.Builder()
                .url(request.endpoint().toURL())
                .header("Accept-Encoding", "identity") // Without one, OkHttp asks for gzip and decodes the answer.
                .post(new OneShotBody(request.body()));
        for (Map.Entry<String, String> header : request.headers().entrySet()) {
            http.header(header.getKey(), header.getValue());
        }
        return http.build();
    }

    private static TransportResponse execute(Call call, int maxBytes) throws IOException {
        try (Response http = call.execute()) {
            int status = TrueStatus.of(http);
            BoundedResponse response = new BoundedResponse(status, maxBytes);
            boolean readToTheEnd = false;
            try {
                for (int i = 0; i < http.headers().size(); i++) {
                    response.header(http.headers().name(i), http.headers().value(i));
                }
                if (status != NOT_MODIFIED) { // OkHttp waits for a body if the header says how long one would be.
                    response.readFrom(http.body().byteStream());
                    readToTheEnd = true;
                }
                return response.build();
            } finally {
                if (!readToTheEnd) {
                    call.cancel(); // Else OkHttp would read on in order to keep the connection.
                }
            }
        }
    }
}
