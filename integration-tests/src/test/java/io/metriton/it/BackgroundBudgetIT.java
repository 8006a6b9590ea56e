package io.metriton.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.metriton.core.BackgroundReporter;
import io.metriton.core.Reporter;
import io.metriton.outbox.fs.FilesystemOutbox;
import io.metriton.testkit.ScriptedServer;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever the endpoint does, close holds its budget, no thread stays, and a JVM ends by itself. */
@Tag("long")
class BackgroundBudgetIT {
    private static final Duration BUDGET = Duration.ofMillis(500);
    private static final Duration LATE = Duration.ofMillis(250);
    /** A busy machine may be late by itself, but not each time. */
    private static final int TRIES = 5;

    /** What an endpoint may do. */
    enum Trouble {
        SILENT,
        DRIPS,
        RESETS,
        TOO_MANY_REQUESTS,
        UNAVAILABLE,
        WRONG_JSON,
        DOWN;

        void answer(Socket socket) throws IOException, InterruptedException {
            switch (this) {
                case SILENT -> socket.getInputStream().read();
                case DRIPS -> drip(socket);
                case RESETS -> ScriptedServer.reset(socket);
                case TOO_MANY_REQUESTS -> reply(socket, 429, "", "Retry-After: 3600");
                case UNAVAILABLE -> reply(socket, 503, "", "Retry-After: 1");
                case WRONG_JSON -> reply(socket, 200, "{\"latest_version\":", "X-A: 1");
                case DOWN -> throw new AssertionError("nobody listens");
            }
        }

        private static void reply(Socket socket, int status, String body, String header) throws IOException {
            ScriptedServer.write(socket, ScriptedServer.plain(status, body, header, "Connection: close"));
            socket.close();
        }

        private static void drip(Socket socket) throws IOException, InterruptedException {
            ScriptedServer.write(socket, "HTTP/1.1 200 OK\r\nX-Drip: ".getBytes(StandardCharsets.US_ASCII));
            while (true) {
                ScriptedServer.write(socket, new byte[] {'x'});
                Thread.sleep(20);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("everyTrouble")
    void close_holdsItsBudgetAndLeavesNoThread(Transports transport, Trouble trouble) throws Exception {
        assertThatCloseHoldsItsBudget(transport, trouble, BackgroundReporter.Builder::withoutOutbox);
    }

    @ParameterizedTest
    @EnumSource
    void closeWithAnOutbox_holdsItsBudgetToo(Trouble trouble, @TempDir Path folder) throws Exception {
        assertThatCloseHoldsItsBudget(
                Transports.SOCKET,
                trouble,
                builder -> builder.outbox(FilesystemOutbox.builder(folder).build()));
        try (Stream<Path> files = Files.walk(folder)) {
            assertThat(files.filter(file -> file.toString().endsWith(".report")))
                    .hasSize(trouble == Trouble.WRONG_JSON ? 0 : 3);
        }
    }

    private static void assertThatCloseHoldsItsBudget(
            Transports transport, Trouble trouble, Consumer<BackgroundReporter.Builder> outbox) throws Exception {
        Duration shortest = Duration.ofMinutes(1);
        for (int i = 0; i < TRIES && shortest.compareTo(BUDGET.plus(LATE)) > 0; i++) {
            Duration taken = close(transport, trouble, outbox);
            shortest = taken.compareTo(shortest) < 0 ? taken : shortest;
        }
        assertThat(shortest).isLessThanOrEqualTo(BUDGET.plus(LATE));
    }

    private static Duration close(Transports transport, Trouble trouble, Consumer<BackgroundReporter.Builder> outbox)
            throws Exception {
        try (ScriptedServer server = start(trouble)) {
            URI endpoint = endpoint(server, trouble);
            BackgroundReporter.Builder builder = BackgroundReporter.builder(Reporter.builder("app", "1.0")
                    .environment(Map.of())
                    .installId("id")
                    .transport(transport.name().toLowerCase(Locale.ROOT))
                    .endpoint(endpoint)
                    .build());
            outbox.accept(builder);
            BackgroundReporter background = builder.build();
            for (int i = 0; i < 3; i++) {
                background.report(Map.of("n", i));
            }
            Waiting.until(() -> trouble == Trouble.WRONG_JSON
                    ? background.stats().delivered() == 3
                    : !server.requests().isEmpty() || background.stats().retried() > 0);

            long start = System.nanoTime();
            int left = background.close(BUDGET);
            Duration taken = Duration.ofNanos(System.nanoTime() - start);
            assertThat(left).isEqualTo(trouble == Trouble.WRONG_JSON ? 0 : 3);
            Waiting.untilOursHaveEnded();
            return taken;
        }
    }

    /** Without close: nothing of ours keeps a JVM alive, nor does it wait for the network. */
    @ParameterizedTest
    @EnumSource
    void jvm_endsByItselfAfterMain(Trouble trouble, @TempDir Path home) throws Exception {
        try (ScriptedServer server = start(trouble)) {
            try (ChildJvm child = ChildJvm.start(
                    BackgroundBudgetIT.class,
                    ChildJvm.wholeClassPath(),
                    Map.of("HOME", home.toString()),
                    List.of(),
                    endpoint(server, trouble).toString())) {
                assertThat(child.hear()).isEqualTo("end of main");
                long start = System.nanoTime();
                assertThat(child.hearAll()).isEmpty();
                // The transport's own timeout would be a minute.
                assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(30));
            }
        }
    }

    /** The first run of a day would be heard anyhow. */
    @Test
    void jvmThatWaitsAtEveryExit_isHeardEachTime(@TempDir Path home) throws Exception {
        byte[] answer = ScriptedServer.plain(200, "{}", "X-A: 1", "Connection: close");
        try (ScriptedServer server = ScriptedServer.start((index, request, socket) -> {
            ScriptedServer.write(socket, answer);
            socket.close();
        })) {
            for (int run = 1; run <= 3; run++) {
                try (ChildJvm child = ChildJvm.start(
                        BackgroundBudgetIT.class,
                        ChildJvm.wholeClassPath(),
                        Map.of("HOME", home.toString()),
                        List.of(),
                        server.uri("/scout").toString(),
                        "at every exit")) {
                    assertThat(child.hearAll()).containsExactly("end of main");
                }
                assertThat(server.requests()).as("after run %s", run).hasSize(3 * run);
            }
        }
    }

    /** Of the child process. */
    public static void main(String[] args) {
        BackgroundReporter.Builder builder = BackgroundReporter.builder(Reporter.builder("app", "1.0")
                .installId("id")
                .endpoint(URI.create(args[0]))
                .timeout(Duration.ofMinutes(1))
                .build());
        if (args.length > 1) {
            builder.waitAtEveryExit().exitBudget(Duration.ofSeconds(20)); // For a busy machine.
        }
        BackgroundReporter background = builder.build();
        for (int i = 0; i < 3; i++) {
            background.report(Map.of("n", i));
        }
        System.out.println("end of main");
    }

    static Stream<Arguments> everyTrouble() {
        return Transports.tested().stream()
                .flatMap(transport -> Stream.of(Trouble.values()).map(trouble -> Arguments.of(transport, trouble)));
    }

    private static ScriptedServer start(Trouble trouble) throws IOException {
        return ScriptedServer.start((index, request, socket) -> trouble.answer(socket));
    }

    private static URI endpoint(ScriptedServer server, Trouble trouble) {
        return trouble == Trouble.DOWN ? URI.create("http://127.0.0.1:1/scout") : server.uri("/scout");
    }
}
