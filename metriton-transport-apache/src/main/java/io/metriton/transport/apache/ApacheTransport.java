package io.metriton.transport.apache;

import io.metriton.api.support.BoundedResponse;
import io.metriton.api.support.ExchangeRunner;
import io.metriton.api.ResponseTooLargeException;
import io.metriton.api.Transport;
import io.metriton.api.TransportConfig;
import io.metriton.api.TransportRequest;
import io.metriton.api.TransportResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicInteger;
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
    private final AtomicInteger users = new AtomicInteger();
    private volatile @Nullable CloseableHttpClient client;
    private volatile boolean closed;

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
        users.incrementAndGet();
        try {
            post.abort();
            connection.close();
        } finally {
            giveBack();
        }
    }

    @Override
    public void close() {
        closed = true;
        runner.close();
        if (users.get() == 0) {
            closeClient();
        }
    }

    private CloseableHttpClient borrow() throws IOException {
        users.incrementAndGet(); // Before the look at closed: so close() sees a user, or that sees it.
        try {
            CloseableHttpClient made = client;
            if (closed) {
                throw new IOException("the transport is closed");
            }
            return made != null ? made : make();
        } catch (Throwable e) {
            giveBack();
            throw e;
        }
    }

    private synchronized CloseableHttpClient make() {
        CloseableHttpClient made = client == null ? Clients.create(config) : client;
        client = made;
        return made;
    }

    /** Whoever is last closes the client: a connection that comes back to one that is closed already stays open. */
    private void giveBack() {
        if (users.decrementAndGet() == 0 && closed) {
            closeClient();
        }
    }

    private synchronized void closeClient() {
        if (client != null) {
            client.close(CloseMode.IMMEDIATE);
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
