package io.metriton.core.internal.delivery;

import static java.util.Objects.requireNonNull;

import io.metriton.api.InstallIdException;
import io.metriton.api.InstallIdProvider;
import io.metriton.api.Response;
import io.metriton.api.StoredReport;
import io.metriton.api.Transport;
import io.metriton.api.TransportRequest;
import io.metriton.api.TransportResponse;
import io.metriton.core.internal.http.AppIdentity;
import io.metriton.core.internal.json.MetadataSnapshot;
import io.metriton.core.internal.process.DeliveryThreads;
import io.metriton.core.internal.process.ExitHook;
import io.metriton.core.internal.report.ReporterComponents;
import io.metriton.core.internal.report.ReporterSettings;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The parts of a delivery on a virtual clock, with a scripted endpoint; the test itself is the delivery thread. */
final class Harness {
    private static final AtomicInteger HOSTS = new AtomicInteger();

    /** What the endpoint does with one request. */
    interface Answer {
        TransportResponse give(TransportRequest request) throws IOException;
    }

    final VirtualTime time = new VirtualTime();
    final FakeOutbox outbox = new FakeOutbox();
    final URI endpoint = URI.create("https://delivery" + HOSTS.incrementAndGet() + ".test/scout");
    final List<TransportRequest> requests = new ArrayList<>();
    final List<Instant> tries = new ArrayList<>();
    final List<String> answers = new ArrayList<>();
    final Deque<Answer> script = new ArrayDeque<>();
    boolean idKnown = true;
    Answer otherwise = request -> response(200, "{\"latest_version\": \"2.0\"}");
    private Object owner = new Object();
    private final WeakReference<Object> ownerReference = new WeakReference<>(owner);

    final Parts parts;
    final DeliveryWorker worker;
    final ReporterComponents components;

    Harness() {
        this(true);
    }

    Harness(boolean withOutbox) {
        this(withOutbox, new Rules(), null);
    }

    Harness(boolean withOutbox, RetryRules rules, @Nullable RandomGenerator random) {
        this(withOutbox, rules, random, Map.of());
    }

    Harness(Map<String, String> environment) {
        this(true, new Rules(), null, environment);
    }

    private Harness(
            boolean withOutbox, RetryRules rules, @Nullable RandomGenerator random, Map<String, String> environment) {
        Transport transport = request -> {
            requests.add(request);
            tries.add(time.instant());
            return (script.isEmpty() ? otherwise : script.remove()).give(request);
        };
        InstallIdProvider provider = context -> {
            if (!idKnown) {
                throw new InstallIdException("the disk is not there yet");
            }
            return Optional.of("id");
        };
        components = ReporterComponents.of(new ReporterSettings(
                new AppIdentity("app", "1.0"),
                endpoint,
                environment,
                new ReporterSettings.Ids(provider, null),
                new ReporterSettings.Metadata(Map.of(), List.of()),
                new ReporterSettings.Sending(
                        transport, null, null, Duration.ofSeconds(5), Duration.ofSeconds(2), null, null, null),
                ReporterSettings.Loaders.of(null)));
        DeliverySettings settings = new DeliverySettings(
                1_000,
                1 << 20,
                rules,
                (response, recovered) -> answers.add(response.latestVersion() + (recovered ? " earlier" : "")),
                new DeliverySettings.Exit(null, false, false),
                random == null ? () -> 0 : random,
                time.both());
        parts = Parts.of(
                components,
                settings,
                new OutboxHandle(requireNonNull(components.settings()), withOutbox ? outbox : null, null, false));
        worker = new DeliveryWorker(
                parts, settings, new DeliveryThreads(time.both().nanoTime(), new ExitHook(), 0), ownerReference);
    }

    static TransportResponse response(int status, String body) {
        return TransportResponse.builder()
                .status(status)
                .body(body.getBytes(StandardCharsets.UTF_8))
                .build();
    }

    static TransportResponse offline() throws IOException {
        throw new IOException("offline");
    }

    /** As a caller's report is accepted. */
    CompletableFuture<Response> report(Map<String, ?> metadata) {
        CompletableFuture<Response> future = new CompletableFuture<>();
        MetadataSnapshot snapshot = new MetadataSnapshot(metadata, 1 << 20);
        parts.limits().admit(snapshot.bytes());
        parts.counters().accepted();
        parts.queue()
                .add(new PendingReport(
                        snapshot, snapshot.bytes(), time.both().nanoTime().getAsLong(), future));
        return future;
    }

    /** What an earlier process left. */
    void leave(String key) {
        byte[] body = "{}".getBytes(StandardCharsets.UTF_8);
        outbox.left.add(new StoredReport(key, endpoint, time.instant(), body));
    }

    /** Runs steps until there is something to wait for; says how long. */
    Duration run() {
        long wait = step();
        while (wait == 0) {
            wait = step();
        }
        return Duration.ofNanos(wait);
    }

    long step() {
        long wait = worker.run();
        Runnable afterwards = worker.afterwards();
        if (afterwards != null) {
            afterwards.run();
        }
        return wait;
    }

    /** A thread of the test is the delivery thread, and runs what is due once somebody waits for it, until the end is over. */
    void deliverDuring(Runnable end) throws InterruptedException {
        AtomicBoolean over = new AtomicBoolean();
        Thread delivery = new Thread(() -> {
            while (!over.get() && !worker.isExpedited()) {
                Thread.onSpinWait();
            }
            while (!over.get() && step() != DeliveryThreads.NOTHING) {
                Thread.onSpinWait();
            }
        });
        delivery.start();
        end.run();
        over.set(true);
        delivery.join(TimeUnit.SECONDS.toMillis(20));
        if (delivery.isAlive()) {
            throw new AssertionError("the delivery thread has not ended within 20 s");
        }
    }

    boolean isIdle(Duration wait) {
        return wait.toNanos() == DeliveryThreads.NOTHING;
    }

    /** Runs steps for a time, which passes. */
    void runFor(Duration span) {
        Duration left = span;
        while (true) {
            Duration wait = run();
            if (wait.compareTo(left) > 0) {
                time.pass(left);
                return;
            }
            time.pass(wait);
            left = left.minus(wait);
        }
    }

    List<String> keys() {
        return requests.stream()
                .map(request -> request.headers().get("Idempotency-Key"))
                .toList();
    }

    DeliveryCounters.Snapshot counts() {
        return parts.counters().snapshot();
    }

    void forgetOwner() {
        owner = new Object();
        ownerReference.clear();
    }

    /** A pause of as many seconds as tries have failed; 500 and above are tried again. */
    static class Rules implements RetryRules {
        @Override
        public boolean isRetried(int status) {
            return status >= 500;
        }

        @Override
        public boolean heedsRetryAfter(int status) {
            return status == 429 || status == 503;
        }

        @Override
        public Duration pause(int failures, Duration failingFor, Duration retryAfter, RandomGenerator random) {
            Duration own = Duration.ofSeconds(failures);
            return retryAfter == null || retryAfter.compareTo(own) < 0 ? own : retryAfter;
        }

        @Override
        public Duration maxAge() {
            return Duration.ofDays(7);
        }
    }
}
