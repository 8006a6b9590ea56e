package com.acme;

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
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Proxy;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** HTTP over a socket of its own for each report, without https and without proxies. */
final class AcmeTransport implements Transport {
    private static final int MAX_HEAD = 64 << 10;
    private static final int MAX_INTERIM = 100;

    private final TransportConfig config;
    private final ExchangeRunner runner = new ExchangeRunner("acme");

    AcmeTransport(TransportConfig config) {
        this.config = config;
    }

    @Override
    public TransportResponse send(TransportRequest unchecked) throws IOException {
        TransportRequest request = TransportRequest.copyOf(unchecked);
        AbortableSocket socket = new AbortableSocket();
        ExchangeProgress progress = new ExchangeProgress();
        return runner.run(request.timeout(), () -> exchange(request, socket, progress), socket, progress);
    }

    @Override
    public void close() {
        runner.close();
    }

    private TransportResponse exchange(TransportRequest request, AbortableSocket abortable, ExchangeProgress progress)
            throws IOException {
        try (abortable) {
            abortable.check();
            Route route = Route.to(request.endpoint(), config);
            if (route.isHttps() || route.proxy().type() != Proxy.Type.DIRECT) {
                throw new IOException("this transport knows neither https nor proxies");
            }
            Socket socket = new Connector(abortable, config.connectTimeout(), request.timeout()).connect(route);
            progress.begin();
            try {
                write(request, route, socket.getOutputStream());
            } catch (IOException e) {
                // A server that will not take so much has perhaps answered: reading shows it, or fails, too.
            }
            InputStream in = new BufferedInputStream(socket.getInputStream());
            BoundedResponse answer = head(in, request.maxResponseBytes());
            progress.answered(answer);
            readBody(in, answer);
            return answer.build();
        } catch (IOException e) {
            throw progress.told(e);
        }
    }

    private static void write(TransportRequest request, Route route, OutputStream out) throws IOException {
        URI endpoint = request.endpoint();
        String path = endpoint.getRawPath().isEmpty() ? "/" : endpoint.getRawPath();
        String query = endpoint.getRawQuery() == null ? "" : "?" + endpoint.getRawQuery();
        StringBuilder head = new StringBuilder("POST " + path + query + " HTTP/1.1\r\n");
        head.append("Host: ").append(route.hostHeader()).append("\r\n");
        request.headers().forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
        head.append("Content-Length: " + request.body().length + "\r\nConnection: close\r\n\r\n");
        out.write(head.toString().getBytes(StandardCharsets.US_ASCII));
        out.write(request.body());
    }

    private static BoundedResponse head(InputStream in, int maxBytes) throws IOException {
        BoundedResponse answer = oneHead(in, maxBytes);
        for (int interim = 0; answer.build().status() < 200; interim++) {
            if (interim == MAX_INTERIM) {
                throw new IOException("the answer does not come: there were " + MAX_INTERIM + " interim ones");
            }
            answer = oneHead(in, maxBytes);
        }
        return answer;
    }

    private static BoundedResponse oneHead(InputStream in, int maxBytes) throws IOException {
        int[] left = {MAX_HEAD};
        String start = line(in, left);
        if (!start.matches("HTTP/1\\.[01] [1-9][0-9]{2}( .*)?")) {
            throw new IOException("the answer is not HTTP");
        }
        int status = Integer.parseInt(start.substring(9, 12));
        BoundedResponse response = new BoundedResponse(status, maxBytes);
        for (String line = line(in, left); !line.isEmpty(); line = line(in, left)) {
            int colon = line.indexOf(':');
            if (colon <= 0) {
                throw new IOException("the answer has a header without a name");
            }
            response.header(line.substring(0, colon), line.substring(colon + 1).strip());
        }
        return response;
    }

    private static void readBody(InputStream in, BoundedResponse response) throws IOException {
        TransportResponse head = response.build();
        if (head.status() == 204 || head.status() == 304) {
            return;
        }
        if (head.header("Transfer-Encoding").orElse("").equalsIgnoreCase("chunked")) {
            readChunks(in, response);
        } else if (head.header("Content-Length").isPresent()) {
            response.readFrom(in, number(head.header("Content-Length").get(), 10));
        } else {
            response.readFrom(in);
        }
    }

    private static void readChunks(InputStream in, BoundedResponse response) throws IOException {
        int[] left = {MAX_HEAD * 100};
        for (long size = -1; size != 0; ) {
            size = number(line(in, left).split(";", 2)[0].strip(), 16);
            response.readFrom(in, size);
            while (!line(in, left).isEmpty()) {
                // A trailer, after the last chunk.
            }
        }
    }

    private static long number(String digits, int radix) throws IOException {
        try {
            return Long.parseUnsignedLong(digits, radix);
        } catch (NumberFormatException e) {
            throw new IOException("the answer has a length that is none", e);
        }
    }

    private static String line(InputStream in, int[] left) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0 || --left[0] < 0) {
                throw new IOException(b < 0 ? "the answer ended too early" : "the answer has no end");
            }
            line.append((char) b);
        }
        return line.toString().stripTrailing();
    }
}
