package io.metriton.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.metriton.api.Outbox;
import io.metriton.api.StoredReport;
import io.metriton.core.BackgroundReporter;
import io.metriton.core.Reporter;
import io.metriton.outbox.fs.FilesystemOutbox;
import io.metriton.testkit.ReceivedRequest;
import io.metriton.testkit.ScriptedServer;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs that end at once while the endpoint is down, none of which looks after the outbox; then the endpoint is up. A run is
 * an outbox of its own over the same folder, which takes one report as the end of a JVM has it taken: 600 of them with a
 * bound of 100 reports, or 10,000 with that of 1,000 ({@code -Pslow}). Some more are JVMs: {@code -Dmetriton.runs}.
 */
@Tag("long")
class OutboxManyRunsIT {
    private static final boolean SLOW = Boolean.getBoolean("metriton.slow");
    private static final int RUNS = SLOW ? 10_000 : 600;
    private static final int BOUND = SLOW ? 1_000 : 100;
    private static final int JVMS = Integer.getInteger("metriton.runs", 5);
    private static final int HUNDRED = 100;
    private static final int MAX_BYTES_EACH = 4_096;
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final String DOWN = "http://127.0.0.1:1/scout";
    private static final int KEY = 14;
    private static final int KEY_END = KEY + 36;

    @TempDir
    Path home;

    @Test
    void runsThatEndAtOnce_keepTheBoundAndArriveOnceOnline(TestReporter reporter) throws Exception {
        try (ScriptedServer server = ScriptedServer.start(ScriptedServer.always(200, "{}"))) {
            URI endpoint = server.uri("/scout");
            List<Duration> walls = IntStream.range(0, RUNS / HUNDRED)
                    .mapToObj(hundred -> hundredRuns(endpoint, hundred))
                    .toList();
            Set<String> kept = keys();
            reporter.publishEntry(
                    RUNS + " runs",
                    kept.size() + " reports, " + files() + " files, " + bytes() + " bytes; the first hundred "
                            + walls.get(0) + ", the last " + walls.get(walls.size() - 1));

            assertThat(kept).hasSize(BOUND);
            assertThat(files()).isLessThanOrEqualTo(BOUND + 10);
            assertThat(bytes()).isLessThan((long) MAX_BYTES_EACH * BOUND);

            deliver(server, endpoint, kept);
            assertThat(received(server)).containsAll(kept);
            assertThat(keys()).isEmpty();
        }
    }

    /** As above, with all that a run of a tool does. */
    @Test
    void processesThatEndAtOnce_keepTheBound(TestReporter reporter) throws Exception {
        String bound = String.valueOf(BOUND);
        IntStream.range(0, BOUND / HUNDRED).forEach(hundred -> hundredRuns(URI.create(DOWN), hundred));
        Set<String> before = keys();
        assertThat(before).hasSize(BOUND);
        List<Duration> walls = new ArrayList<>();
        for (int i = 0; i < JVMS; i++) {
            long start = System.nanoTime();
            HostJvm.current(home).run(ToolChild.class, DOWN, "0", "0", bound).assertPrinted();
            walls.add(Duration.ofNanos(System.nanoTime() - start));
        }
        Set<String> after = keys();
        int some = Math.min(HUNDRED, JVMS);
        reporter.publishEntry(
                JVMS + " processes",
                after.size() + " reports, " + files() + " files, " + bytes() + " bytes; median of the first " + some
                        + " "
                        + median(walls.subList(0, some)) + ", of the last "
                        + median(walls.subList(JVMS - some, JVMS)));

        assertThat(after).hasSize(BOUND);
        assertThat(after.stream().filter(key -> !before.contains(key))).hasSize(Math.min(JVMS, BOUND));
    }

    private static Duration median(List<Duration> walls) {
        return walls.stream().sorted().toList().get(walls.size() / 2);
    }

    private FilesystemOutbox outbox(int bound) {
        return FilesystemOutbox.builder(home.resolve("outbox"))
                .maxReports(bound)
                .build();
    }

    private Duration hundredRuns(URI endpoint, int hundred) {
        long start = System.nanoTime();
        for (int i = 0; i < HUNDRED; i++) {
            // An hour ago, in order: what is a few seconds old is left to the process that made it.
            Instant created = Instant.now().minusSeconds(3_600).plusMillis(hundred * HUNDRED + i);
            try (Outbox outbox = outbox(BOUND)) {
                outbox.put(report(endpoint, created), Outbox.Durability.PROCESS_END);
            } catch (IOException e) {
                throw new AssertionError("run " + i, e);
            }
        }
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private static StoredReport report(URI endpoint, Instant created) {
        String body = "{\"application\":\"tool\",\"install_id\":\"the-id\",\"version\":\"1.0.0\",\"metadata\":{}}";
        return new StoredReport(UUID.randomUUID().toString(), endpoint, created, body.getBytes(StandardCharsets.UTF_8));
    }

    /** One process that lives for as long as it takes, and whose own report pushes out none of the others. */
    private void deliver(ScriptedServer server, URI endpoint, Set<String> kept) {
        Reporter reporter = Reporter.builder("tool", "1.0.0")
                .endpoint(endpoint)
                .transport(Transports.SOCKET.open())
                .environment(Map.of())
                .installId("the-id")
                .build();
        try (BackgroundReporter background =
                BackgroundReporter.builder(reporter).outbox(outbox(BOUND + 1)).build()) {
            var unused = background.report(Map.of());
            long end = System.nanoTime() + PATIENCE.toNanos();
            while (background.stats().delivered() <= kept.size() && System.nanoTime() < end) {
                LockSupport.parkNanos(10_000_000);
            }
        }
    }

    private static Set<String> received(ScriptedServer server) {
        return server.requests().stream().map(OutboxManyRunsIT::key).collect(Collectors.toSet());
    }

    private static String key(ReceivedRequest request) {
        return request.header("Idempotency-Key").orElseThrow();
    }

    private Set<String> keys() throws IOException {
        try (Stream<Path> files = Files.list(home.resolve("outbox"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".report") || name.endsWith(".claimed"))
                    .map(name -> name.substring(KEY, KEY_END))
                    .collect(Collectors.toSet());
        }
    }

    private int files() throws IOException {
        try (Stream<Path> files = Files.walk(home.resolve("outbox"))) {
            return (int) files.count();
        }
    }

    private long bytes() throws IOException {
        long bytes = 0;
        try (Stream<Path> files = Files.walk(home.resolve("outbox"))) {
            for (Path each : files.filter(Files::isRegularFile).toList()) {
                bytes += Files.size(each);
            }
        }
        return bytes;
    }
}
