package io.metriton.benchmarks.run;

import io.metriton.api.Transport;
import io.metriton.api.TransportConfig;
import io.metriton.api.TransportProvider;
import io.metriton.api.TransportRequest;
import io.metriton.core.Reporter;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import okhttp3.Dispatcher;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.EntityUtils;

/** Reports a second over each transport, beside the client by hand with the same settings: time limits, no redirects. */
final class Throughput implements Benchmarks.Benchmark {
    private static final byte[] BODY =
            "{\"application\":\"bench\",\"install_id\":\"id\",\"version\":\"1.0\",\"metadata\":{\"n\":1}}"
                    .getBytes(StandardCharsets.UTF_8);
    private static final int AT_ONCE = 64;

    private final int requests;
    private final int rounds;

    Throughput(boolean quick) {
        this.requests = quick ? 500 : 3_000;
        this.rounds = quick ? 2 : 5;
    }

    /** One exchange. */
    private interface Exchange extends AutoCloseable {
        void send() throws Exception;

        @Override
        default void close() throws Exception {}
    }

    @Override
    public String name() {
        return "throughput";
    }

    @Override
    public String run(Path charts) throws Exception {
        StringBuilder text = new StringBuilder(Benchmarks.Benchmark.heading("Throughput"));
        text.append("Reports a second over loopback http, median and quartiles of ")
                .append(rounds)
                .append(" rounds of ")
                .append(requests)
                .append(
                        " in turn; the server runs in the same process; what it resets is sent again. `urlconnection` makes a connection"
                                + " for each report, and so does the program by hand beside it (`Connection: close`). \"Transport\" is"
                                + " bytes in, bytes out; \"Reporter\" adds encoding and decoding.\n\n")
                .append("| client | at once | by hand | transport | ratio | Reporter |\n|---|---|---|---|---|---|\n");
        try (LoopbackServer server = new LoopbackServer()) {
            for (String client : new String[] {"urlconnection", "jdk", "okhttp", "apache"}) {
                for (int threads : new int[] {1, AT_ONCE}) {
                    Map<String, Samples> results = measure(client, URI.create(server.http() + "/scout"), threads);
                    Samples bare = results.get("bare");
                    Samples ours = results.get("transport");
                    text.append("| ")
                            .append(client)
                            .append(" | ")
                            .append(threads)
                            .append(" | ")
                            .append(bare.text())
                            .append(" | ")
                            .append(ours.text())
                            .append(" | ")
                            .append(Chart.number(ours.median() / bare.median()))
                            .append(" x | ")
                            .append(results.get("reporter").text())
                            .append(" |\n");
                }
            }
        }
        return text.append('\n').toString();
    }

    private Map<String, Samples> measure(String client, URI endpoint, int threads) throws Exception {
        Map<String, Exchange> exchanges = new LinkedHashMap<>();
        exchanges.put("bare", bare(client, endpoint));
        exchanges.put("transport", transport(client, endpoint));
        exchanges.put("reporter", reporter(client, endpoint));
        Map<String, Samples> results = new LinkedHashMap<>();
        for (int round = -2; round < rounds; round++) {
            for (Map.Entry<String, Exchange> each : exchanges.entrySet()) {
                double rate = rate(each.getValue(), threads);
                if (round >= 0) {
                    results.computeIfAbsent(each.getKey(), unused -> new Samples())
                            .add(rate);
                }
            }
        }
        for (Exchange each : exchanges.values()) {
            each.close();
        }
        return results;
    }

    private double rate(Exchange exchange, int threads) throws Exception {
        AtomicInteger left = new AtomicInteger(requests);
        AtomicInteger failed = new AtomicInteger();
        AtomicReference<Exception> failure = new AtomicReference<>();
        CountDownLatch done = new CountDownLatch(threads);
        long start = System.nanoTime();
        for (int i = 0; i < threads; i++) {
            Thread thread = new Thread(() -> {
                while (left.getAndDecrement() > 0) {
                    try {
                        exchange.send();
                    } catch (Exception e) {
                        left.incrementAndGet(); // The JDK's server resets one connection in some hundred: once more.
                        if (failed.incrementAndGet() > requests / 20) {
                            failure.set(e);
                            left.set(0);
                        }
                    }
                }
                done.countDown();
            });
            thread.setDaemon(true);
            thread.start();
        }
        done.await();
        if (failure.get() != null) {
            throw new IllegalStateException("an exchange failed", failure.get());
        }
        return requests * 1e9 / (System.nanoTime() - start);
    }

    private static Exchange reporter(String client, URI endpoint) {
        Reporter reporter = Reporter.builder("bench", "1.0")
                .environment(Map.of())
                .installId("id")
                .transport(client)
                .endpoint(endpoint)
                .build();
        Map<String, Object> metadata = Map.of("n", 1);
        return new Exchange() {
            @Override
            public void send() throws Exception {
                reporter.report(metadata);
            }

            @Override
            public void close() {
                reporter.close();
            }
        };
    }

    private static Exchange transport(String client, URI endpoint) {
        TransportProvider provider = ServiceLoader.load(TransportProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(each -> each.name().equals(client))
                .findFirst()
                .orElseThrow();
        Transport transport = provider.create(TransportConfig.builder().build());
        TransportRequest request = TransportRequest.builder()
                .endpoint(endpoint)
                .header("Content-Type", "application/json")
                .body(BODY)
                .build();
        return new Exchange() {
            @Override
            public void send() throws Exception {
                transport.send(request).body();
            }

            @Override
            public void close() {
                transport.close();
            }
        };
    }

    private static Exchange bare(String client, URI endpoint) {
        return switch (client) {
            case "urlconnection" -> () -> urlConnection(endpoint);
            case "jdk" -> jdk(endpoint);
            case "okhttp" -> okHttp(endpoint);
            default -> apache(endpoint);
        };
    }

    private static void urlConnection(URI endpoint) throws Exception {
        HttpURLConnection connection = (HttpURLConnection) endpoint.toURL().openConnection();
        connection.setConnectTimeout(2_000);
        connection.setReadTimeout(5_000);
        connection.setInstanceFollowRedirects(false);
        connection.setRequestMethod("POST");
        connection.setDoOutput(true);
        connection.setFixedLengthStreamingMode(BODY.length);
        connection.setRequestProperty("Content-Type", "application/json");
        connection.setRequestProperty("Connection", "close");
        try (OutputStream out = connection.getOutputStream()) {
            out.write(BODY);
        }
        try (InputStream in = connection.getInputStream()) {
            in.readAllBytes();
        }
    }

    private static Exchange jdk(URI endpoint) {
        HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(2))
                .proxy(ProxySelector.getDefault())
                .build();
        HttpRequest request = HttpRequest.newBuilder(endpoint)
                .timeout(Duration.ofSeconds(5))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(BODY))
                .build();
        return () -> client.send(request, HttpResponse.BodyHandlers.ofByteArray());
    }

    private static Exchange okHttp(URI endpoint) {
        Dispatcher dispatcher = new Dispatcher();
        OkHttpClient client = new OkHttpClient.Builder()
                .dispatcher(dispatcher)
                .connectTimeout(Duration.ofSeconds(2))
                .callTimeout(Duration.ofSeconds(5))
                .followRedirects(false)
                .retryOnConnectionFailure(false)
                .build();
        Request request = new Request.Builder()
                .url(endpoint.toString())
                .post(RequestBody.create(BODY, MediaType.get("application/json")))
                .build();
        return () -> {
            try (Response response = client.newCall(request).execute()) {
                response.body().bytes();
            }
        };
    }

    private static Exchange apache(URI endpoint) {
        CloseableHttpClient client = HttpClients.custom()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setMaxConnPerRoute(AT_ONCE)
                        .setMaxConnTotal(AT_ONCE)
                        .build())
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableCookieManagement()
                .disableContentCompression()
                .build();
        return new Exchange() {
            @Override
            public void send() throws Exception {
                HttpPost post = new HttpPost(endpoint);
                post.setEntity(new ByteArrayEntity(BODY, ContentType.APPLICATION_JSON));
                client.execute(post, response -> EntityUtils.toByteArray(response.getEntity()));
            }

            @Override
            public void close() throws Exception {
                client.close();
            }
        };
    }
}
