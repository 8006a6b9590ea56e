package io.metriton.transport.okhttp;

import io.metriton.api.Transport;
import io.metriton.api.TransportConfig;
import io.metriton.api.TransportRequest;
import io.metriton.api.TransportResponse;
import io.metriton.api.support.AbortableSocket;
import io.metriton.api.support.BoundedResponse;
import io.metriton.api.support.Connector;
import io.metriton.api.support.ExchangeProgress;
import io.metriton.api.support.ExchangeRunner;
import io.metriton.api.support.Route;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Proxy;
import java.util.Map;
import okhttp3.Call;
import okhttp3.Request;
import okhttp3.Response;

/**
 * One connection for each exchange: one that is kept may have been closed by the server meanwhile, which shows only when a
 * report is lost on it. Thread-safe.
 */
final class OkHttpTransport implements Transport {
    private static final int NOT_MODIFIED = 304;

    /** What OkHttp says where no length is given. */
    private static final long NO_LENGTH = -1;

    private final TransportConfig config;
    private final Clients clients;
    private final ExchangeRunner runner = new ExchangeRunner("okhttp");

    OkHttpTransport(TransportConfig config) {
        this.config = config;
        this.clients = new Clients(config);
    }

    @Override
    public TransportResponse send(TransportRequest request) throws IOException {
        AbortableSocket socket = new AbortableSocket();
        ExchangeProgress progress = new ExchangeProgress();
        OneShotBody body = body(request, progress);
        // On a thread of our own: OkHttp's own are no daemons, and nothing in it bounds or interrupts a name look-up.
        return runner.run(request.timeout(), () -> exchange(request, body, socket, progress), socket, progress);
    }

    private static OneShotBody body(TransportRequest request, ExchangeProgress progress) {
        try {
            return new OneShotBody(request.body(), progress);
        } catch (LinkageError e) {
            throw OkHttpLibrary.doesNotFit(e);
        }
    }

    private TransportResponse exchange(
            TransportRequest request, OneShotBody body, AbortableSocket socket, ExchangeProgress progress)
            throws IOException {
        try (socket) {
            socket.check();
            Route route = Route.to(request.endpoint(), config);
            Request http = httpRequest(request, route, body);
            Connector connector =
                    new Connector(socket, config.connectTimeout(), request.timeout(), OkHttpTransport::connection);
            ReportSocket connection = (ReportSocket) connector.connect(route);
            Call call = clients.over(connection, route).newCall(http);
            socket.check();
            return execute(call, connection, request.maxResponseBytes(), progress);
        } catch (IOException e) {
            throw progress.told(e);
        } catch (LinkageError e) {
            throw OkHttpLibrary.doesNotFit(e);
        }
    }

    @Override
    public void close() {
        runner.close();
    }

    private static ReportSocket connection(Proxy proxy) {
        return new ReportSocket(proxy);
    }

    private static Request httpRequest(TransportRequest request, Route route, OneShotBody body) {
        Request.Builder http = new Request.Builder()
                // Not a java.net.URL: the host program may have set a factory that sends it elsewhere.
                .url(route.uri().toString())
                .header("Accept-Encoding", "identity") // Without one, OkHttp asks for gzip and decodes the answer.
                .post(body);
        for (Map.Entry<String, String> header : request.headers().entrySet()) {
            http.header(header.getKey(), header.getValue());
        }
        return http.header("Connection", "close").build();
    }

    private static TransportResponse execute(
            Call call, ReportSocket connection, int maxBytes, ExchangeProgress progress) throws IOException {
        try (Response http = call.execute()) {
            int status = TrueStatus.of(http);
            BoundedResponse response = new BoundedResponse(status, maxBytes);
            boolean readToTheEnd = false;
            try {
                for (int i = 0; i < http.headers().size(); i++) {
                    response.header(http.headers().name(i), http.headers().value(i));
                }
                progress.answered(response);
                if (http.body().contentLength() < NO_LENGTH) { // Okio would throw, and OkHttp keep all.
                    throw new IOException("the answer has a negative length");
                }
                if (status != NOT_MODIFIED) { // OkHttp waits for a body if the header says how long one would be.
                    response.readFrom(new Body(http.body().byteStream(), connection));
                    readToTheEnd = true;
                }
                return response.build();
            } catch (IllegalArgumentException | IllegalStateException e) { // As at a negative length.
                throw new IOException("the answer is not HTTP/1.1: " + e.getMessage(), e);
            } finally {
                if (!readToTheEnd) {
                    connection.close(); // Else OkHttp would read on for the end of the body.
                }
            }
        }
    }

    /** Tells the connection of each part that is read. */
    private static final class Body extends FilterInputStream {
        private final ReportSocket connection;

        Body(InputStream in, ReportSocket connection) {
            super(in);
            this.connection = connection;
        }

        @Override
        public int read(byte[] bytes, int offset, int count) throws IOException {
            int read = in.read(bytes, offset, count);
            connection.delivered();
            return read;
        }
    }
}
