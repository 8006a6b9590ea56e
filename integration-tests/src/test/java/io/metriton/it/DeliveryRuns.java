package io.metriton.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.metriton.testkit.ReceivedRequest;
import io.metriton.testkit.ScriptedServer;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Programs that report with one outbox to an endpoint that fails in between, and what arrives there. Thread-safe. */
final class DeliveryRuns implements AutoCloseable {
    private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(4);
    private static final Pattern NUMBER = Pattern.compile("\"n\":(\\d+)");

    private final Path home;
    private final ScriptedServer server = ScriptedServer.start(this::answerNowAndThen);
    private final AtomicInteger runs = new AtomicInteger();

    /** By number, the keys with which the endpoint has taken a report. */
    private final Map<Integer, Set<String>> delivered = new ConcurrentHashMap<>();

    private final Set<Integer> confirmed = ConcurrentHashMap.newKeySet();
    private final AtomicInteger requests = new AtomicInteger();
    private final Set<String> repeated = ConcurrentHashMap.newKeySet();
    private volatile boolean draining;

    DeliveryRuns(Path home) throws IOException {
        this.home = home;
    }

    /** Starts a program whose eight threads report now. */
    ChildJvm start(String end, int reports, int pauseMicros) throws IOException {
        int run = runs.getAndIncrement();
        ChildJvm child = child(
                end,
                String.valueOf(run),
                home.resolve("count-" + run).toString(),
                String.valueOf(reports),
                String.valueOf(pauseMicros));
        assertThat(child.hear()).isEqualTo("started");
        return child;
    }

    /** Waits until a program knows that reports of its are stored. */
    void awaitConfirmed(ChildJvm child) throws IOException {
        String line = child.hear();
        assertThat(line).as("the next line").isNotNull();
        confirm(line);
    }

    /** Kills a program, and reads which reports it knew to be stored. */
    void kill(ChildJvm child) throws IOException, InterruptedException {
        child.kill();
        for (String line = child.hear(); line != null; line = child.hear()) {
            confirm(line);
        }
    }

    private void confirm(String line) {
        if (line.startsWith("stored") && line.endsWith(".")) {
            Stream.of(line.substring(0, line.length() - 1).split(" "))
                    .skip(1)
                    .map(Integer::valueOf)
                    .forEach(confirmed::add);
        }
    }

    /** The endpoint takes everything from now on. */
    void endTheTrouble() {
        draining = true;
    }

    /** The keys of what came twice. */
    Set<String> repeated() {
        return repeated;
    }

    /** A last program delivers what the others left, and the endpoint fails no more. */
    void drain(Set<Integer> wanted) throws Exception {
        endTheTrouble();
        OutboxFiles.endLeases(home.resolve("outbox"));
        try (ChildJvm child = child("drain")) {
            long end = System.nanoTime() + PATIENCE_NANOS;
            while (System.nanoTime() < end
                    && !(delivered.keySet().containsAll(wanted) && OutboxFiles.reports(home.resolve("outbox")) <= 1)) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
            }
            child.kill();
        }
    }

    /** After a drain: nothing that was confirmed is lost, and what came twice has the same key. */
    String assertNothingIsLost(Set<Integer> wanted) throws IOException {
        int accepted = accepted();
        String figures = runs + " processes, " + accepted + " reports accepted, " + wanted.size() + " of them certain, "
                + delivered.size() + " delivered by " + requests + " requests, " + (accepted - delivered.size())
                + " uncertain ones died";
        assertThat(wanted).as(figures).isNotEmpty();
        assertThat(delivered.keySet()).as(figures).containsAll(wanted);
        assertThat(delivered)
                .allSatisfy((number, keys) ->
                        assertThat(keys).as("keys of %s", number).hasSize(1));
        return figures;
    }

    Set<Integer> confirmed() {
        return Set.copyOf(confirmed);
    }

    /** Every number that all programs have reported that were started. */
    Set<Integer> all(int reports) {
        Set<Integer> all = new HashSet<>();
        for (int run = 0; run < runs.get(); run++) {
            for (int thread = 0; thread < DeliveryChild.THREADS; thread++) {
                for (int i = 0; i < reports; i++) {
                    all.add(DeliveryChild.number(run, thread, i));
                }
            }
        }
        return all;
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    private ChildJvm child(String... arguments) throws IOException {
        String[] all = new String[arguments.length + 2];
        all[0] = server.uri("/scout").toString();
        all[1] = home.resolve("outbox").toString();
        System.arraycopy(arguments, 0, all, 2, arguments.length);
        return ChildJvm.start(
                DeliveryChild.class, ChildJvm.wholeClassPath(), Map.of("HOME", home.toString()), List.of(), all);
    }

    /** Every fifth request is refused for now, every seventh loses its connection before the answer; none in the end. */
    private void answerNowAndThen(int index, ReceivedRequest request, Socket socket) throws IOException {
        requests.incrementAndGet();
        if (!draining && index % 5 == 4) {
            ScriptedServer.write(socket, ScriptedServer.plain(503, "", "Connection: close"));
            socket.close();
            return;
        }
        Matcher matcher = NUMBER.matcher(request.text());
        if (matcher.find()) {
            String key = request.header("Idempotency-Key").orElse("none");
            if (!delivered
                    .computeIfAbsent(Integer.valueOf(matcher.group(1)), unused -> ConcurrentHashMap.newKeySet())
                    .add(key)) {
                repeated.add(key);
            }
        }
        if (!draining && index % 7 == 6) {
            ScriptedServer.reset(socket);
            return;
        }
        ScriptedServer.write(socket, ScriptedServer.plain(200, "{}", "Connection: close"));
        socket.close();
    }

    /** What the processes have counted as accepted, also those that were killed. */
    private int accepted() throws IOException {
        int accepted = 0;
        for (int run = 0; run < runs.get(); run++) {
            ByteBuffer counts = ByteBuffer.wrap(Files.readAllBytes(home.resolve("count-" + run)));
            for (int i = 0; i < DeliveryChild.THREADS; i++) {
                accepted += counts.getInt();
            }
        }
        return accepted;
    }
}
