package io.metriton.testkit;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Sends requests as any client may. */
final class Client {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private Client() {}

    /** A report of {@code hello 1.0.0}, as JSON. */
    static String report(String metadata) {
        return "{\"application\":\"hello\",\"install_id\":\"an id\",\"version\":\"1.0.0\",\"metadata\":" + metadata
                + "}";
    }

    static HttpResponse<String> post(URI endpoint, String body) throws Exception {
        return HTTP.send(request(endpoint, "POST", body), BodyHandlers.ofString());
    }

    /** As a reporter with a Declaration, which leaves something out. */
    static HttpResponse<String> postWithout(URI endpoint, String undeclared, String body) throws Exception {
        return HTTP.send(
                HttpRequest.newBuilder(request(endpoint, "POST", body), (name, value) -> true)
                        .header("Metriton-Undeclared", undeclared)
                        .build(),
                BodyHandlers.ofString());
    }

    static HttpResponse<String> send(URI endpoint, String method) throws Exception {
        return HTTP.send(request(endpoint, method, ""), BodyHandlers.ofString());
    }

    static CompletableFuture<HttpResponse<String>> postLater(URI endpoint, String body) {
        return HTTP.sendAsync(request(endpoint, "POST", body), BodyHandlers.ofString());
    }

    private static HttpRequest request(URI endpoint, String method, String body) {
        return HttpRequest.newBuilder(endpoint)
                .method(method, BodyPublishers.ofString(body))
                .timeout(Duration.ofSeconds(10))
                .header("X-Test", "one")
                .header("X-Test", "two")
                .build();
    }
}
