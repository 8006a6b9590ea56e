package io.metriton.examples.quickstart;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A Metriton endpoint on loopback: a real HTTP server that knows one application. */
final class LocalEndpoint implements AutoCloseable {
    private static final String ANSWER = "{\"application\": \"quickstart\", \"latest_version\": \"1.1.0\", \"notices\":"
            + " [{\"level\": \"INFO\", \"message\": \"1.1.0 starts twice as fast\"}]}";

    private final HttpServer server;
    private final List<String> received = new CopyOnWriteArrayList<>();

    private LocalEndpoint(HttpServer server) {
        this.server = server;
    }

    static LocalEndpoint start() throws IOException {
        InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        LocalEndpoint endpoint = new LocalEndpoint(HttpServer.create(anyPort, 0));
        endpoint.server.createContext("/scout", endpoint::answer);
        endpoint.server.start();
        return endpoint;
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/scout");
    }

    /** The bodies of the requests, in order. */
    List<String> received() {
        return received;
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        received.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        byte[] body = ANSWER.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
