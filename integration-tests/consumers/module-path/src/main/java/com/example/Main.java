package com.example;

import com.sun.net.httpserver.HttpServer;
import io.metriton.api.Response;
import io.metriton.core.Reporter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/**
 * Reports to a server in this process, or to the endpoint that is given, and prints by which transport and what it answered.
 */
public final class Main {
    private static final byte[] ANSWER = "{\"latest_version\": \"2.0.0\"}".getBytes(StandardCharsets.UTF_8);

    private Main() {}

    public static void main(String[] args) throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/scout", exchange -> {
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(200, ANSWER.length);
            exchange.getResponseBody().write(ANSWER);
            exchange.close();
        });
        server.start();
        URI endpoint = URI.create(
                args.length > 0
                        ? args[0]
                        : "http://127.0.0.1:" + server.getAddress().getPort() + "/scout");
        try (Reporter reporter = Reporter.builder("module-path", "1.0.0")
                .endpoint(endpoint)
                .timeout(Duration.ofSeconds(30))
                .build()) {
            Response answer = reporter.report(Map.of("action", "start"));
            System.out.println("transport: " + reporter.status().transport().orElse("none"));
            System.out.println("latest version: " + answer.latestVersion());
        } finally {
            server.stop(0);
        }
    }
}
