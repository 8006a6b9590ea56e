package io.metriton.transport.apache;

import io.metriton.api.BoundedResponse;
import io.metriton.api.ExchangeRunner;
import io.metriton.api.ResponseTooLargeException;
import io.metriton.api.Transport;
import io.metriton.api.TransportConfig;
import io.metriton.api.TransportRequest;
import io.metriton.api.TransportResponse;
import java.io.IOException;
import java.io.InputStream;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.io.CloseMode;
import org.jspecify.annotations.Nullable;

/** One client for all exchanges, made by the first. Thread-safe. */
final class ApacheTransport implements Transport {
    private final TransportConfig config;
    private final ExchangeRunner runner = new ExchangeRunner("apache");
    private final Object lock = new Object();
    private @Nullable CloseableHttpClient client;
    private int users;
    private boolean closed;

    ApacheTransport(TransportConfig config) {
        this.config = config;
    }

    @Override
    public TransportResponse send(TransportRequest unchecked) throws IOException {
        TransportRequest request = TransportRequest.copyOf(unchecked); // HttpClient sends line ends in headers, too.
        HttpPost post = new HttpPost(request.endpoint());
        request.headers().forEach(post::setHeader);
        post.setEntity(new ByteArrayEntity(request.body(), null)); // The Content-Type is the request's own, untouched.
        // On a thread of our own: the classic client has no bound over the whole exchange, and no interrupt ends it.
        NewConnection connection = new NewConnection();
        return runner.run(request.timeout(), () -> exchange(request, post, connection), () -> abort(post, connection));
    }

    private TransportResponse exchange(TransportRequest request, HttpPost post, NewConnection connection)
            throws IOException {
        config.httpProxyFor(request.endpoint()); // Refuses what HttpClient would pass over.
        HttpClientContext context = HttpClientContext.create();
        CloseableHttpClient borrowed = borrow();
        connection.begin();
        boolean complete = false;
        try {
            TransportResponse answer = borrowed.execute(post, context, response -> {
                checkTunnel(request, context, response);
                return receive(response, post, request.maxResponseBytes());
            });
            complete = true;
            return answer;
        } finally {
            connection.end();
            if (!complete) {
                connection.close();
            }
            giveBack();
        }
    }

    /** As a user of the client: one that is closed meanwhile throws, and forgets the connection. */
    private void abort(HttpPost post, NewConnection connection) {
        synchronized (lock) {
            users++;
        }
        try {
            post.abort();
            connection.close();
        } finally {
            giveBack();
        }
    }

    @Override
    public void close() {
        synchronized (lock) {
            closed = true;
        }
        runner.close();
        closeUnused();
    }

    private CloseableHttpClient borrow() throws IOException {
        synchronized (lock) {
            if (closed) {
                throw new IOException("the transport is closed");
            }
            if (client == null) {
                client = Clients.create(config);
            }
            users++;
            return client;
        }
    }

    private void giveBack() {
        synchronized (lock) {
            users--;
        }
        closeUnused();
    }

    /** By whoever is last: a connection that comes back to a client that is closed already stays open. */
    private void closeUnused() {
        CloseableHttpClient unused = null;
        synchronized (lock) {
            if (closed && users == 0) {
                unused = client;
                client = null;
            }
        }
        if (unused != null) {
            unused.close(CloseMode.IMMEDIATE);
        }
    }

    /** HttpClient gives a proxy's refusal to connect as if the endpoint itself had answered. */
    private static void checkTunnel(TransportRequest request, HttpClientContext context, ClassicHttpResponse response)
            throws IOException {
        if ("https".equalsIgnoreCase(request.endpoint().getScheme()) && context.getSSLSession() == null) {
            throw new IOException("the proxy refused the connection with status " + response.getCode());
        }
    }

    private static TransportResponse receive(ClassicHttpResponse http, HttpPost post, int maxBytes) throws IOException {
        BoundedResponse response = new BoundedResponse(http.getCode(), maxBytes);
        for (Header header : http.getHeaders()) {
            response.header(header.getName(), header.getValue() == null ? "" : header.getValue());
        }
        HttpEntity entity = http.getEntity();
        if (entity != null) {
            try (InputStream in = entity.getContent()) {
                readOrAbort(response, in, post);
            }
        }
        return response.build();
    }

    private static void readOrAbort(BoundedResponse response, InputStream in, HttpPost post) throws IOException {
        try {
            response.readFrom(in);
        } catch (ResponseTooLargeException e) {
            post.abort(); // Else closing the stream would read the rest, in order to keep the connection.
            throw e;
        }
    }
}
