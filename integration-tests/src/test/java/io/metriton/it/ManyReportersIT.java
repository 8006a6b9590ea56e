package io.metriton.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.metriton.it.Program.Outcome;
import io.metriton.testkit.ScriptedServer;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Reporters that are made and forgotten in one JVM, each with a report and an outbox: 250, or 10,000 with {@code -Pslow}. What
 * is counted: threads, open files, system properties, and the heap after a collection.
 */
@Tag("long")
class ManyReportersIT {
    private static final boolean SLOW = Boolean.getBoolean("metriton.slow");
    private static final int COUNT = SLOW ? 10_000 : 250;
    private static final int FEW = 100;
    private static final int PATIENCE_SECONDS = SLOW ? 900 : 120;
    private static final int MAX_KIB = 4_096;

    @TempDir
    Path home;

    /** What is at the other end. */
    enum Endpoint {
        UP("15000"),
        DOWN("15000"),
        /** Four threads wait for each, until its time is over. */
        SILENT("100");

        private final String timeoutMillis;

        Endpoint(String timeoutMillis) {
            this.timeoutMillis = timeoutMillis;
        }
    }

    @ParameterizedTest
    @EnumSource
    void reportersMadeAndForgotten_leaveNothing(Endpoint kind, TestReporter reporter) throws Exception {
        try (ScriptedServer server = server(kind)) {
            Outcome outcome = run(
                    HostJvm.current(home).patience(PATIENCE_SECONDS),
                    kind,
                    server,
                    COUNT,
                    String.valueOf(PATIENCE_SECONDS * 3 / 4));

            reporter.publishEntry(COUNT + ", " + kind, outcome.out().toString());
            assertThat(outcome.err()).isEmpty();
            assertThat(outcome.status()).isZero();
            assertThat(outcome.out()).hasSize(2);
            List<Integer> before = numbers(outcome.out().get(0));
            List<Integer> after = numbers(outcome.out().get(1));
            assertThat(after.get(0)).as("threads").isLessThanOrEqualTo(before.get(0) + 1);
            assertThat(after.get(1)).as("files").isLessThanOrEqualTo(before.get(1) + 4);
            assertThat(after.get(2)).as("properties").isLessThanOrEqualTo(before.get(2) + 1);
            assertThat(after.get(3)).as("KiB").isLessThanOrEqualTo(before.get(3) + MAX_KIB);
            if (kind == Endpoint.UP) {
                assertThat(server.requests()).hasSize(COUNT + 1);
            }
        }
    }

    /** The end is bounded, however many reports are pending: the patience of the test is that bound, many times over. */
    @ParameterizedTest
    @EnumSource
    void reportersPendingAtTheEnd_holdItUpForNoLongerThanItsBound(Endpoint kind, TestReporter reporter)
            throws Exception {
        try (ScriptedServer server = server(kind)) {
            long start = System.nanoTime();
            Outcome outcome = run(HostJvm.current(home), kind, server, COUNT, "end");
            Duration took = Duration.ofNanos(System.nanoTime() - start);

            reporter.publishEntry(
                    COUNT + ", " + kind,
                    took + ", " + server.requests().size() + " requests, " + reports() + " reports kept");
            assertThat(outcome.out()).last().isEqualTo("ends");
            assertThat(outcome.err()).isEmpty();
        }
    }

    /** A reporter that is collected leaves its reports to the end of the JVM. */
    @ParameterizedTest
    @EnumSource(names = {"DOWN", "SILENT"})
    void reportersCollectedBeforeTheEnd_haveTheirReportsKept(Endpoint kind) throws Exception {
        try (ScriptedServer server = server(kind)) {
            Outcome outcome = run(HostJvm.current(home), kind, server, FEW, "end");

            assertThat(outcome.out()).last().isEqualTo("ends");
            assertThat(reports()).isEqualTo(FEW + 1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void sixHundredReportersWith256Descriptors_hostOpensFiles(Endpoint kind) throws Exception {
        assumeTrue(new File("/bin/sh").canExecute(), "only a shell sets a limit for its child: /bin/sh is missing");
        try (ScriptedServer server = server(kind)) {
            Outcome outcome = run(HostJvm.current(home).limited("-n 256"), kind, server, 600, "open");

            assertThat(outcome.out()).last().isEqualTo("all opened");
            assertThat(outcome.err()).isEmpty();
        }
    }

    private static Outcome run(HostJvm jvm, Endpoint kind, ScriptedServer server, int count, String then)
            throws Exception {
        return jvm.run(
                ManyReportersChild.class, endpoint(kind, server), String.valueOf(count), kind.timeoutMillis, then);
    }

    private long reports() throws IOException {
        try (Stream<Path> files = Files.list(home.resolve(".local/state/many/metriton/outbox"))) {
            return files.filter(file -> file.toString().matches(".*\\.(report|claimed)"))
                    .count();
        }
    }

    private static ScriptedServer server(Endpoint kind) throws Exception {
        return ScriptedServer.start((index, request, socket) -> {
            if (kind == Endpoint.UP) {
                ScriptedServer.write(socket, ScriptedServer.plain(200, "{}", "Connection: close"));
                socket.close();
            }
        });
    }

    private static String endpoint(Endpoint kind, ScriptedServer server) {
        return kind == Endpoint.DOWN
                ? "http://127.0.0.1:1/scout"
                : server.uri("/scout").toString();
    }

    private static List<Integer> numbers(String line) {
        List<Integer> numbers = new ArrayList<>();
        for (String each : line.split("[^0-9]+", -1)) {
            if (!each.isEmpty()) {
                numbers.add(Integer.valueOf(each));
            }
        }
        return numbers;
    }
}
