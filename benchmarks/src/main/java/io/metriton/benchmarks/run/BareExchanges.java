package io.metriton.benchmarks.run;

import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/**
 * Reports by hand, on the caller's thread, with the settings of our transports: one request and no other (no redirects,
 * retries, cookies, logins, compression, upgrades), the JVM's proxies, and the same limits of time by the client's own means.
 */
final class BareExchanges {
    static final Duration CONNECT = Duration.ofSeconds(2);
    static final Duration EXCHANGE = Duration.ofSeconds(5);
    private static final String JSON = "application/json";

    private BareExchanges() {}

    static Exchange of(String client, URI endpoint) {
        return switch (client) {
            case "socket" -> () -> urlConnection(endpoint);
            case "jdk" -> jdk(endpoint);
            case "okhttp" -> okHttp(endpoint);
            case "apache" -> new BareApache(endpoint);
            default -> throw new IllegalArgumentException(client);
        };
    }

    /** Closes the connection, as ours does: it has one for each report. */
    private static void urlConnection(URI endpoint) throws Exception {
        HttpURLConnection connection = (HttpURLConnection) endpoint.toURL().openConnection();
        connection.setConnectTimeout((int) CONNECT.toMillis());
        connection.setReadTimeout((int) EXCHANGE.toMillis());
        connection.setInstanceFollowRedirects(false);
        connection.setRequestMethod("POST");
        connection.setDoOutput(true);
        connection.setFixedLengthStreamingMode(Exchange.BODY.length);
        connection.setRequestProperty("Content-Type", JSON);
        connection.setRequestProperty("Connection", "close");
        try (OutputStream out = connection.getOutputStream()) {
            out.write(Exchange.BODY);
        }
        try (InputStream in = connection.getInputStream()) {
            in.readAllBytes();
        }
    }

    /** On plain http the version keeps it from offering HTTP/2 in each request. */
    private static Exchange jdk(URI endpoint) {
        HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(CONNECT)
                .proxy(ProxySelector.getDefault())
                .build();
        return () -> {
            HttpRequest request = HttpRequest.newBuilder(endpoint)
                    .timeout(EXCHANGE)
                    .header("Content-Type", JSON)
                    .POST(HttpRequest.BodyPublishers.ofByteArray(Exchange.BODY))
                    .build();
            client.send(request, HttpResponse.BodyHandlers.ofByteArray());
        };
    }

    private static Exchange okHttp(URI endpoint) {
        OkHttpClient client = new OkHttpClient.Builder()
                .protocols(List.of(Protocol.HTTP_1_1))
                .retryOnConnectionFailure(false)
                .followRedirects(false)
                .followSslRedirects(false)
                .fastFallback(false)
                .connectTimeout(CONNECT)
                .readTimeout(Duration.ZERO)
                .writeTimeout(Duration.ZERO)
                .callTimeout(EXCHANGE)
                .build();
        MediaType json = MediaType.get(JSON);
        return () -> {
            Request request = new Request.Builder()
                    .url(endpoint.toString())
                    .header("Accept-Encoding", "identity")
                    .post(RequestBody.create(Exchange.BODY, json))
                    .build();
            try (Response response = client.newCall(request).execute()) {
                response.body().bytes();
            }
        };
    }
}
