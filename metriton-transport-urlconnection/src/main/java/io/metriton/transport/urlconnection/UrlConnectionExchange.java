package io.metriton.transport.urlconnection;

import io.metriton.api.ResponseTooLargeException;
import io.metriton.api.TransportConfig;
import io.metriton.api.TransportRequest;
import io.metriton.api.TransportResponse;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpRetryException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.HttpsURLConnection;
import org.jspecify.annotations.Nullable;

/** One exchange. Runs on one thread; {@link #abort} comes from another. */
final class UrlConnectionExchange implements Callable<TransportResponse> {
    private static final long ABORT_PAUSE_NANOS = 10_000_000;

    private final TransportRequest request;
    private final TransportConfig config;
    private volatile boolean aborted;
    private volatile @Nullable HttpURLConnection connection;
    private volatile boolean reading;
    private volatile boolean started;
    private volatile boolean ended;
    private final Object starting = new Object();

    UrlConnectionExchange(TransportRequest request, TransportConfig config) {
        this.request = request;
        this.config = config;
    }

    @Override
    public TransportResponse call() throws IOException {
        started = true;
        try {
            checkAborted();
            return exchange(open());
        } finally {
            ended = true;
        }
    }

    private TransportResponse exchange(HttpURLConnection opened) throws IOException {
        connection = opened;
        try {
            byte[] body = request.body();
            // Without streaming, HttpURLConnection sends a POST again when the connection breaks before an answer came.
            opened.setFixedLengthStreamingMode(body.length);
            opened.connect();
            try (OutputStream out = outputStream(opened)) {
                out.write(body);
            }
            return receive(opened);
        } finally {
            opened.disconnect();
        }
    }

    /**
     * Breaks the connection, again and again until the exchange has ended: a connection that is broken between two steps
     * is made anew by HttpURLConnection in the next. While the body is read that would wait for the reader, which looks at
     * the flag itself.
     */
    void abort() {
        aborted = true;
        while (started && !ended && !reading) {
            HttpURLConnection opened = connection;
            if (opened != null) {
                synchronized (starting) {
                    opened.disconnect();
                }
            }
            LockSupport.parkNanos(ABORT_PAUSE_NANOS);
        }
    }

    /** Starts to send, unless aborted: who gave up while the connection was made must not have reported. */
    private OutputStream outputStream(HttpURLConnection opened) throws IOException {
        synchronized (starting) {
            checkAborted();
            return opened.getOutputStream();
        }
    }

    private HttpURLConnection open() throws IOException {
        Proxy proxy = config.proxyFor(request.endpoint());
        HttpURLConnection opened =
                (HttpURLConnection) request.endpoint().toURL().openConnection(proxy);
        opened.setRequestMethod("POST");
        opened.setDoOutput(true);
        opened.setInstanceFollowRedirects(false);
        opened.setUseCaches(false);
        opened.setAllowUserInteraction(false);
        opened.setAuthenticator(new ProxyAuthenticator(config));
        opened.setConnectTimeout(millis(config.connectTimeout()));
        opened.setReadTimeout(millis(request.timeout()));
        request.headers().forEach(opened::setRequestProperty);
        // Else HttpURLConnection keeps the connection, and a thread, in a cache that nobody can close.
        opened.setRequestProperty("Connection", "close");
        if (opened instanceof HttpsURLConnection https) {
            config.sslContext().ifPresent(context -> https.setSSLSocketFactory(context.getSocketFactory()));
        }
        if (!(opened instanceof HttpsURLConnection)) { // Behind a tunnel the server, not the proxy, would read it.
            config.proxyAuthorization(proxy)
                    .ifPresent(value -> opened.setRequestProperty("Proxy-Authorization", value));
        }
        return opened;
    }

    private TransportResponse receive(HttpURLConnection opened) throws IOException {
        TransportResponse.Builder response = TransportResponse.builder();
        int status = status(opened);
        response.status(status);
        for (Map.Entry<String, List<String>> header : opened.getHeaderFields().entrySet()) {
            if (header.getKey() != null) { // The status line has none.
                header.getValue().forEach(value -> response.header(header.getKey(), value));
            }
        }
        reading = true;
        checkAborted();
        try (InputStream in = body(opened, status)) {
            return response.body(in == null ? new byte[0] : read(in, status, length(opened)))
                    .build();
        }
    }

    /**
     * The status of the answer. In streaming mode HttpURLConnection throws at 401 and 407, since it could not send the
     * body again with credentials; it has then thrown the body of the answer away, so these come without one.
     */
    private static int status(HttpURLConnection opened) throws IOException {
        try {
            int status = opened.getResponseCode();
            if (status < 100) {
                throw new IOException("the answer is not HTTP");
            }
            return status;
        } catch (HttpRetryException e) {
            return e.responseCode();
        }
    }

    private static @Nullable InputStream body(HttpURLConnection opened, int status) throws IOException {
        return switch (status) {
            case HttpURLConnection.HTTP_UNAUTHORIZED,
                    HttpURLConnection.HTTP_PROXY_AUTH,
                    HttpURLConnection.HTTP_NO_CONTENT,
                    HttpURLConnection.HTTP_NOT_MODIFIED -> null;
            default -> status >= 400 ? opened.getErrorStream() : opened.getInputStream();
        };
    }

    /** How long the body says it is; -1 if it does not. HttpURLConnection itself does not go by it here. */
    private static long length(HttpURLConnection opened) {
        return opened.getHeaderField("Transfer-Encoding") == null ? opened.getContentLengthLong() : -1;
    }

    private byte[] read(InputStream in, int status, long length) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        byte[] buffer = new byte[8192];
        while (body.size() != length) {
            int wanted = length < 0 ? buffer.length : (int) Math.min(buffer.length, length - body.size());
            int count = in.read(buffer, 0, wanted);
            checkAborted();
            if (count < 0 && length >= 0) {
                throw new EOFException("the answer ended after " + body.size() + " of " + length + " bytes");
            }
            if (count < 0) {
                break;
            }
            if (count > request.maxResponseBytes() - body.size()) {
                throw new ResponseTooLargeException(status, request.maxResponseBytes());
            }
            body.write(buffer, 0, count);
        }
        return body.toByteArray();
    }

    private void checkAborted() throws IOException {
        if (aborted) {
            throw new IOException("aborted");
        }
    }

    private static int millis(Duration duration) {
        return (int) Math.max(1, Math.min(Integer.MAX_VALUE, duration.toMillis()));
    }
}
