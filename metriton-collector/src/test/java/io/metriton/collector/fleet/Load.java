package io.metriton.collector.fleet;

import io.metriton.collector.applications.Json;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Clients that report without a pause, each of installations of its own, in their order. A report that was not answered
 * with 200 is sent again, with the same key, before the next. Oracles are told of those that were answered with 200.
 */
final class Load implements AutoCloseable {

    private static final int CLIENTS = 8;

    private final ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
    private final List<LoadClient> clients = new ArrayList<>();
    private final Oracle.Shared shared = new Oracle.Shared();
    private final Map<String, Oracle> oracles = new TreeMap<>();
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
    private final Set<Integer> statuses = ConcurrentHashMap.newKeySet();
    private final List<String> cutOff = new CopyOnWriteArrayList<>();
    private final AtomicInteger answered = new AtomicInteger();

    /** What happens while clients report. */
    interface Interruption {
        void happen() throws Exception;
    }

    Load() {
        int today = (int) LocalDate.now(ZoneOffset.UTC).toEpochDay();
        for (int i = 0; i < CLIENTS; i++) {
            clients.add(new LoadClient(i, today));
        }
    }

    /** Reports, lets something happen after so many answers, and ends. */
    void run(URI uri, int answers, Interruption interruption) throws Exception {
        AtomicBoolean ended = new AtomicBoolean();
        CountDownLatch enough = new CountDownLatch(answers);
        List<Future<?>> running = new ArrayList<>();
        for (LoadClient client : clients) {
            running.add(threads.submit(() -> {
                while (!ended.get()) {
                    client.step(report -> send(uri, report));
                    enough.countDown();
                }
            }));
        }
        if (!enough.await(2, TimeUnit.MINUTES)) {
            throw new AssertionError("no answers");
        }
        try {
            interruption.happen();
        } finally {
            ended.set(true);
        }
        for (Future<?> client : running) {
            client.get(2, TimeUnit.MINUTES);
        }
    }

    /** Sends again what was not answered, and tells the oracles of all that was. */
    void settle(URI uri) {
        for (LoadClient client : clients) {
            client.finish(report -> send(uri, report));
            client.tell(report -> oracle(report.channel()).accept(report));
        }
    }

    Oracle oracle(String channel) {
        return oracles.computeIfAbsent(channel, c -> new Oracle(shared));
    }

    /** All statuses but 200. */
    Set<Integer> statuses() {
        return statuses;
    }

    int answered() {
        return answered.get();
    }

    /** Requests that got no answer, though somebody listened. */
    List<String> cutOff() {
        return cutOff;
    }

    private boolean send(URI uri, FleetReport report) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri.resolve(report.beta() ? "/beta/scout" : "/scout"))
                .timeout(Duration.ofSeconds(30))
                .header("Content-Type", "application/json");
        report.idempotencyKey().ifPresent(key -> request.header("Idempotency-Key", key));
        report.age().ifPresent(age -> request.header("Metriton-Report-Age", age));
        String body = Json.write(Map.of(
                "application", "fleet",
                "install_id", report.installId(),
                "version", report.version(),
                "metadata", report.metadata()));
        try {
            int status = http.send(
                            request.POST(HttpRequest.BodyPublishers.ofString(body))
                                    .build(),
                            HttpResponse.BodyHandlers.discarding())
                    .statusCode();
            if (status != 200) {
                statuses.add(status);
            }
            answered.addAndGet(status == 200 ? 1 : 0);
            return status == 200;
        } catch (ConnectException e) {
            // Not there, or not yet.
            return false;
        } catch (IOException e) {
            cutOff.add(e + ", " + e.getCause());
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
