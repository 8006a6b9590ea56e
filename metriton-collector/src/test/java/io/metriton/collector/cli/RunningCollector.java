package io.metriton.collector.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.metriton.collector.applications.Applications;
import io.metriton.collector.applications.Json;
import io.metriton.collector.ingest.Ingest;
import io.metriton.collector.ingest.Limits;
import io.metriton.collector.ingest.SecretKeeper;
import io.metriton.collector.ingest.Tallies;
import io.metriton.collector.journal.StoreJournal;
import io.metriton.collector.privacy.Secrets;
import io.metriton.collector.store.SecretTable;
import io.metriton.collector.store.SessionTable;
import io.metriton.collector.store.Store;
import io.metriton.collector.store.TallyTable;
import io.metriton.collector.store.Token;
import io.metriton.collector.store.TokenTable;
import io.metriton.collector.web.Listener;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Optional;
import java.util.Set;

/** A collector in this JVM, on a free port, with a clock of its own, and a client for it. */
public final class RunningCollector implements AutoCloseable {

    private static final String SECRET = "the-secret-of-tests";
    private static final Secrets ROTATED = Secrets.of("another-" + SECRET + " " + SECRET);

    public final TestClock clock = new TestClock("2026-11-25T10:00:00Z");
    public final Store store;
    public final TokenTable tokens;
    public final String admin;
    public final URI uri;
    public final HttpClient client = HttpClient.newHttpClient();
    private final Collector collector;
    private boolean closed;
    private volatile Secrets secrets = Secrets.of(SECRET);

    public RunningCollector(String url) {
        this(url, 0, 0);
    }

    public RunningCollector(String url, int limitAddress, int limitInstall) {
        store = Store.open(url);
        new SecretTable(store).settle(secrets);
        tokens = new TokenTable(store);
        admin = tokens.create(Token.Kind.ADMIN, Optional.empty(), "test", 20_000);
        Listener listener = new Listener("127.0.0.1", 0, Set.of());
        collector = new Collector(
                store, () -> secrets, new Collector.Behaviour(listener, limitAddress, limitInstall, 400), clock);
        uri = URI.create("http://127.0.0.1:" + collector.port());
    }

    /** What takes reports on another node, which has the same store and clock, and no HTTP. */
    public Ingest otherNode(Applications applications) {
        Tallies tallies = new Tallies(new TallyTable(store), clock);
        Ingest.Parts way = new Ingest.Parts(
                applications,
                new StoreJournal(store),
                new SecretKeeper(() -> secrets),
                new Limits(0, 0, clock),
                tallies);
        return new Ingest(way, clock);
    }

    /** What {@code secret rotate} does. */
    public void rotateSecret() {
        rotateSecretElsewhere();
        secrets = ROTATED;
    }

    /** The same on another node, of which this one has not heard. */
    public void rotateSecretElsewhere() {
        new SecretTable(store).settle(ROTATED);
    }

    public HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(uri.resolve(path));
    }

    public HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A request with the token of the administrator. */
    public HttpRequest.Builder authorized(String path) {
        return request(path).header("Authorization", "Bearer " + admin);
    }

    /** A cookie of the administrator. */
    public String session() {
        String id = new SessionTable(store).open(tokens.find(admin).orElseThrow(), clock.instant());
        return "metriton_session=" + id;
    }

    public JsonNode get(String path) {
        HttpResponse<String> response = send(authorized(path));
        if (response.statusCode() != 200) {
            throw new IllegalStateException(response.statusCode() + " " + response.body());
        }
        return Json.parse(response.body());
    }

    public HttpResponse<String> put(String application, String settings) {
        return send(
                authorized("/api/v1/applications/" + application).PUT(HttpRequest.BodyPublishers.ofString(settings)));
    }

    /** Headers are names and values in turn. */
    public HttpResponse<String> report(String body, String... headers) {
        return post("/scout", body, headers);
    }

    public HttpResponse<String> post(String path, String body, String... headers) {
        HttpRequest.Builder request = request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request);
    }

    /** Adds the applications of {@code demo}, as they are after some days. */
    public void simulate(int days) {
        new DemoHistory(store, secrets).write(days, clock.instant());
        put("acorn", "{}"); // This collector looks for new applications only now and then, and at a change.
    }

    /** A second time, it does nothing. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        collector.close();
    }
}
