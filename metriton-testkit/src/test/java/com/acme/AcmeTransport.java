package com.acme;

import io.metriton.api.Transport;
import io.metriton.api.TransportConfig;
import io.metriton.api.TransportRequest;
import io.metriton.api.TransportResponse;
import io.metriton.api.support.BoundedResponse;
import io.metriton.api.support.ExchangeRunner;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** HTTP over a socket of its own for each report, without https and without proxies. */
final class AcmeTransport implements Transport {
    private static final int MAX_HEAD = 64 << 10;

    private final TransportConfig config;
    private final ExchangeRunner runner = new ExchangeRunner("acme");

    AcmeTransport(TransportConfig config) {
        this.config = config;
    }

    @Override
    public TransportResponse send(TransportRequest unchecked) throws IOException {
        TransportRequest request = TransportRequest.copyOf(unchecked);
        Socket socket = new Socket(Proxy.NO_PROXY);
        socket.setTcpNoDelay(true); // Opens it: the JDK forgets that a socket was closed before.
        return runner.run(request.timeout(), () -> exchange(request, socket), () -> close(socket));
    }

    @Override
    public void close() {
        runner.close();
    }

    private TransportResponse exchange(TransportRequest request, Socket socket) throws IOException {
        URI endpoint = request.endpoint();
        try (socket) {
            if (endpoint.getScheme().equals("https")
                    || config.proxyFor(endpoint).type() != Proxy.Type.DIRECT) {
                throw new IOException("this transport knows neither https nor proxies");
            }
            if (Thread.currentThread().isInterrupted()) {
                throw new IOException("the caller gave up while the proxy was chosen");
            }
            int port = endpoint.getPort() < 0 ? 80 : endpoint.getPort();
            int patience = (int) config.connectTimeout().toMillis();
            socket.connect(new InetSocketAddress(endpoint.getHost(), port), patience);
            write(request, socket.getOutputStream());
            return read(new BufferedInputStream(socket.getInputStream()), request.maxResponseBytes());
        }
    }

    private static void write(TransportRequest request, OutputStream out) throws IOException {
        URI endpoint = request.endpoint();
        String path = endpoint.getRawPath().isEmpty() ? "/" : endpoint.getRawPath();
        String query = endpoint.getRawQuery() == null ? "" : "?" + endpoint.getRawQuery();
        StringBuilder head = new StringBuilder("POST " + path + query + " HTTP/1.1\r\n");
        head.append("Host: ").append(endpoint.getRawAuthority()).append("\r\n");
        request.headers().forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
        head.append("Content-Length: " + request.body().length + "\r\nConnection: close\r\n\r\n");
        out.write(head.toString().getBytes(StandardCharsets.US_ASCII));
        out.write(request.body());
    }

    private static TransportResponse read(InputStream in, int maxBytes) throws IOException {
        TransportResponse response = readOne(in, maxBytes);
        while (response.status() < 200) {
            response = readOne(in, maxBytes); // The answer itself is still to come.
        }
        return response;
    }

    private static TransportResponse readOne(InputStream in, int maxBytes) throws IOException {
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
        if (status >= 200 && status != 204 && status != 304) {
            readBody(in, response);
        }
        return response.build();
    }

    private static void readBody(InputStream in, BoundedResponse response) throws IOException {
        TransportResponse head = response.build();
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

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It is closed all the same.
        }
    }
}
