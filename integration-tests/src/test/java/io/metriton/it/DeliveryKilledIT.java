package io.metriton.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.metriton.testkit.ReceivedRequest;
import io.metriton.testkit.ScriptedServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Processes that report from eight threads to an endpoint that fails in between are killed, or end in order: what was
 * confirmed, or in order: accepted, is delivered in the end, by whichever process. The slow profile kills more of them.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class DeliveryKilledIT {
    private static final boolean SLOW = Boolean.getBoolean("metriton.slow");
    private static final int KILLS = SLOW ? 200 : 30;
    private static final int AT_ONCE = 2;
    private static final int REPORTS = 25;
    private static final int LONGEST_LIFE_MILLIS = 400;
    private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(4);
    private static final Pattern NUMBER = Pattern.compile("\"n\":(\\d+)");

    /** By number, the keys with which the endpoint has taken a report. */
    private final Map<Integer, Set<String>> delivered = new ConcurrentHashMap<>();

    private final Random random = new Random(7);

    private volatile boolean draining;

    @TempDir
    Path home;

    @Test
    void killedProcesses_loseNothingThatWasConfirmed(TestReporter reporter) throws Exception {
        ConcurrentLinkedQueue<Integer> confirmed = new ConcurrentLinkedQueue<>();
        try (ScriptedServer server = ScriptedServer.start(this::answerNowAndThen)) {
            List<Thread> killers = new ArrayList<>();
            for (int killer = 0; killer < AT_ONCE; killer++) {
                int first = killer;
                Thread thread = new Thread(() -> {
                    for (int run = first; run < KILLS; run += AT_ONCE) {
                        confirmed.addAll(runAndKill(server, run));
                    }
                });
                thread.start();
                killers.add(thread);
            }
            for (Thread killer : killers) {
                killer.join();
            }
            drain(server, Set.copyOf(confirmed));
        }
        int accepted = accepted();
        int died = accepted - delivered.size();
        String figures = KILLS + " kills, " + accepted + " reports accepted, " + confirmed.size() + " confirmed, "
                + delivered.size() + " delivered, " + died + " unconfirmed ones died";
        reporter.publishEntry("killed processes", figures);
        System.out.println(figures);
        assertThat(confirmed).isNotEmpty();
        assertThat(delivered.keySet()).containsAll(confirmed);
        assertDuplicatesHaveTheSameKey();
    }

    @ParameterizedTest
    @ValueSource(strings = {"main", "exit", "term"})
    void endInOrder_losesNothingThatWasAccepted(String end) throws Exception {
        int runs = SLOW ? 20 : 5;
        try (ScriptedServer server = ScriptedServer.start(this::answerNowAndThen)) {
            for (int run = 0; run < runs; run++) {
                try (ChildJvm child = start(server, run, end)) {
                    assertThat(child.hear()).isEqualTo("started");
                    assertThat(child.hear()).isEqualTo("accepted " + DeliveryChild.THREADS * REPORTS);
                    if (end.equals("term")) {
                        child.terminate();
                    }
                    child.awaitEnd();
                }
            }
            Set<Integer> all = new HashSet<>();
            for (int i = 0; i < runs * DeliveryChild.THREADS * REPORTS; i++) {
                int thread = i / REPORTS % DeliveryChild.THREADS;
                int run = i / REPORTS / DeliveryChild.THREADS;
                all.add(run * DeliveryChild.RUN + thread * DeliveryChild.THREAD + i % REPORTS);
            }
            drain(server, all);
            assertThat(delivered.keySet()).isEqualTo(all);
            assertDuplicatesHaveTheSameKey();
        }
    }

    private void assertDuplicatesHaveTheSameKey() {
        assertThat(delivered)
                .allSatisfy((number, keys) ->
                        assertThat(keys).as("keys of %s", number).hasSize(1));
    }

    /** Every fifth request is refused for now, every seventh loses its connection before the answer; none in the end. */
    private void answerNowAndThen(int index, ReceivedRequest request, Socket socket) throws IOException {
        if (!draining && index % 5 == 4) {
            ScriptedServer.write(socket, ScriptedServer.plain(503, "", "Connection: close"));
            socket.close();
            return;
        }
        Matcher matcher = NUMBER.matcher(request.text());
        if (matcher.find()) {
            delivered
                    .computeIfAbsent(Integer.valueOf(matcher.group(1)), unused -> ConcurrentHashMap.newKeySet())
                    .add(request.header("Idempotency-Key").orElse("none"));
        }
        if (!draining && index % 7 == 6) {
            ScriptedServer.reset(socket);
            return;
        }
        ScriptedServer.write(socket, ScriptedServer.plain(200, "{}", "Connection: close"));
        socket.close();
    }

    private List<Integer> runAndKill(ScriptedServer server, int run) {
        List<Integer> confirmed = new ArrayList<>();
        try (ChildJvm child = start(server, run, "forever")) {
            assertThat(child.hear()).isEqualTo("started");
            int life;
            synchronized (random) {
                life = random.nextInt(LONGEST_LIFE_MILLIS);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(life)); // The random moment.
            child.kill();
            for (String line = child.hear(); line != null; line = child.hear()) {
                if (line.startsWith("stored") && line.endsWith(".")) {
                    Stream.of(line.substring(0, line.length() - 1).split(" "))
                            .skip(1)
                            .map(Integer::valueOf)
                            .forEach(confirmed::add);
                }
            }
            return confirmed;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private ChildJvm start(ScriptedServer server, int run, String end) throws IOException {
        return ChildJvm.start(
                DeliveryChild.class,
                ChildJvm.wholeClassPath(),
                Map.of("HOME", home.toString()),
                List.of(),
                server.uri("/scout").toString(),
                String.valueOf(run),
                home.resolve("count-" + run).toString(),
                end,
                String.valueOf(REPORTS));
    }

    private void drain(ScriptedServer server, Set<Integer> wanted) throws Exception {
        draining = true;
        try (ChildJvm child = start(server, 0, "drain")) {
            long end = System.nanoTime() + PATIENCE_NANOS;
            while (System.nanoTime() < end && !(delivered.keySet().containsAll(wanted) && reportsOnDisk() <= 1)) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
            }
            child.kill();
        }
    }

    /** One is that of the process that drains. */
    private long reportsOnDisk() throws IOException {
        try (Stream<Path> files = Files.walk(home.resolve(".local/state/killed/metriton/outbox"))) {
            return files.filter(file -> file.toString().endsWith(".report")).count();
        } catch (UncheckedIOException e) {
            return Long.MAX_VALUE; // It changes while it is read: once more.
        }
    }

    private int accepted() throws IOException {
        int accepted = 0;
        for (int run = 0; run < KILLS; run++) {
            ByteBuffer counts = ByteBuffer.wrap(Files.readAllBytes(home.resolve("count-" + run)));
            for (int i = 0; i < DeliveryChild.THREADS; i++) {
                accepted += counts.getInt();
            }
        }
        return accepted;
    }
}
