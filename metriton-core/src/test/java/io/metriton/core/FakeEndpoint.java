package io.metriton.core;

import io.metriton.api.Transport;
import io.metriton.api.TransportRequest;
import io.metriton.api.TransportResponse;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A transport that answers as a test says, and remembers what it was to send. */
final class FakeEndpoint implements Transport {
    private static final AtomicInteger HOSTS = new AtomicInteger();
    private static final Pattern NUMBER = Pattern.compile("\"n\":(\\d+)");
    private final Script script;
    private final URI uri = URI.create("https://host" + HOSTS.incrementAndGet() + ".test/scout");
    private final List<TransportRequest> requests = new CopyOnWriteArrayList<>();

    /** Answers a request; {@code index} counts from 0. */
    interface Script {
        TransportResponse answer(int index, TransportRequest request) throws IOException;
    }

    FakeEndpoint(Script script) {
        this.script = script;
    }

    static FakeEndpoint answering(int status, String body) {
        return new FakeEndpoint((index, request) -> response(status, body));
    }

    static TransportResponse response(int status, String body) {
        return TransportResponse.builder()
                .status(status)
                .body(body.getBytes(StandardCharsets.UTF_8))
                .build();
    }

    URI uri() {
        return uri;
    }

    @Override
    public TransportResponse send(TransportRequest request) throws IOException {
        int index;
        synchronized (requests) {
            index = requests.size();
            requests.add(request);
        }
        return script.answer(index, request);
    }

    List<TransportRequest> requests() {
        return requests;
    }

    /** The numbers {@code n} of the reports, in the order of the requests. */
    List<Integer> numbers() {
        return requests.stream().map(FakeEndpoint::number).toList();
    }

    static int number(TransportRequest request) {
        Matcher matcher = NUMBER.matcher(new String(request.body(), StandardCharsets.UTF_8));
        return matcher.find() ? Integer.parseInt(matcher.group(1)) : -1;
    }

    List<String> keys() {
        return requests.stream()
                .map(request -> request.headers().get("Idempotency-Key"))
                .toList();
    }

    Reporter.Builder reporter() {
        return Reporter.builder("app", "1.0")
                .environment(Map.of())
                .installId("id")
                .transport(this)
                .endpoint(uri);
    }

    BackgroundReporter.Builder background() {
        BackgroundReporter.Builder builder =
                BackgroundReporter.builder(reporter().build());
        builder.random = () -> 0; // No waiting: full jitter may also be none.
        return builder;
    }
}
