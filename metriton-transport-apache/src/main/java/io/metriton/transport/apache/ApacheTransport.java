package io.metriton.transport.apache;

import io.metriton.api.NotSentException;
import io.metriton.api.ResponseTooLargeException;
import io.metriton.api.Transport;
import io.metriton.api.TransportConfig;
import io.metriton.api.TransportRequest;
import io.metriton.api.TransportResponse;
import io.metriton.api.support.AbortableSocket;
import io.metriton.api.support.BoundedResponse;
import io.metriton.api.support.ExchangeProgress;
import io.metriton.api.support.ExchangeRunner;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHeaders;
import org.jspecify.annotations.Nullable;

/**
 * One client for all exchanges, made by the first, and one connection for each: one that is kept may have been closed by the
 * server meanwhile, which shows only when a report is lost on it. Thread-safe.
 */
final class ApacheTransport implements Transport {
    private final TransportConfig config;
    private final ExchangeRunner runner = new ExchangeRunner("apache");
    private final Object lock = new Object();
    private volatile @Nullable CloseableHttpClient client;

    ApacheTransport(TransportConfig config) {
        this.config = config;
    }

    @Override
    public TransportResponse send(TransportRequest unchecked) throws IOException {
        TransportRequest request = TransportRequest.copyOf(unchecked); // HttpClient sends line ends in headers, too.
        AbortableSocket socket = new AbortableSocket();
        ExchangeProgress progress = new ExchangeProgress();
        ReportEntity body = body(request, progress);
        // On a thread of our own: the classic client has no bound over the whole exchange, and no interrupt ends it.
        return runner.run(request.timeout(), () -> exchange(request, body, socket, progress), socket, progress);
    }

    private static ReportEntity body(TransportRequest request, ExchangeProgress progress) {
        try {
            return new ReportEntity(request.body(), progress);
        } catch (LinkageError e) {
            throw ApacheLibrary.doesNotFit(e);
        }
    }

    private TransportResponse exchange(
            TransportRequest request, ReportEntity body, AbortableSocket socket, ExchangeProgress progress)
            throws IOException {
        try (socket) {
            socket.check();
            ReportConnection connection = new ReportConnection(request, config, socket, progress);
            HttpPost post = post(connection.route().uri());
            request.headers().forEach(post::setHeader);
            post.setHeader(HttpHeaders.CONNECTION, "close");
            post.setEntity(body);
            HttpClientContext context = HttpClientContext.create();
            connection.attachTo(context);
            return client().execute(post, context, response -> {
                BoundedResponse answer = head(response, request.maxResponseBytes());
                progress.answered(answer);
                AnswerLength.check(response);
                readBody(response, answer, socket);
                return answer.build();
            });
        } catch (IOException e) {
            throw progress.told(e);
        } catch (LinkageError e) {
            throw ApacheLibrary.doesNotFit(e);
        }
    }

    private static HttpPost post(URI uri) throws NotSentException {
        try {
            return new HttpPost(uri);
        } catch (IllegalArgumentException e) { // HttpCore 5.1 takes no path that begins with two slashes.
            throw new NotSentException("this version of Apache HttpClient cannot send to " + uri.getRawPath(), e);
        }
    }

    /** Aborts what is under way, which closes its connections; the client itself holds nothing. */
    @Override
    public void close() {
        runner.close();
    }

    private CloseableHttpClient client() {
        CloseableHttpClient made = client;
        return made != null ? made : make();
    }

    private CloseableHttpClient make() {
        synchronized (lock) {
            CloseableHttpClient made = client == null ? Clients.create() : client;
            client = made;
            return made;
        }
    }

    private static BoundedResponse head(ClassicHttpResponse http, int maxBytes) throws IOException {
        BoundedResponse answer = new BoundedResponse(http.getCode(), maxBytes);
        for (Header header : http.getHeaders()) {
            answer.header(header.getName(), header.getValue() == null ? "" : header.getValue());
        }
        return answer;
    }

    private static void readBody(ClassicHttpResponse http, BoundedResponse answer, AbortableSocket socket)
            throws IOException {
        HttpEntity entity = http.getEntity();
        if (entity == null) {
            return;
        }
        try (InputStream in = entity.getContent()) {
            readOrClose(answer, in, socket);
        }
    }

    private static void readOrClose(BoundedResponse answer, InputStream in, AbortableSocket socket) throws IOException {
        try {
            answer.readFrom(in);
        } catch (ResponseTooLargeException e) {
            socket.close(); // Else closing the stream would read the rest.
            throw e;
        }
    }
}
