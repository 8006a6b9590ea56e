package io.metriton.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.metriton.it.Program.Outcome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * 1,500 platform threads of a host that report at once, to an endpoint that takes two seconds; and the same, with virtual
 * threads too, where 400 threads are the limit. {@link VirtualCallersIT} has virtual threads without a limit.
 */
@Timeout(180)
@Tag("long")
class ManyCallersIT {
    private static final String CALLERS = "1500";
    private static final String ALL_STARTED = "20 of 20 threads of the host started";

    /** Of the children alone, so that nothing else of this user counts against the limit. */
    private static final int USER = 64_533;

    @TempDir
    Path home;

    private final ScheduledExecutorService later = Executors.newScheduledThreadPool(2);
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 4_096);
        server.createContext("/scout", exchange -> later.schedule(() -> answer(exchange), 2, TimeUnit.SECONDS));
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        later.shutdownNow();
    }

    @ParameterizedTest
    @EnumSource
    @EnabledIfSystemProperty(named = "metriton.slow", matches = "true", disabledReason = "takes half a minute: -Pslow")
    void platformCallers_areAllHeard(Transports transport) throws Exception {
        Outcome outcome = HostJvm.of(Jdk.all().get(0), home, "-Xss256k")
                .run(
                        ChildJvm.wholeClassPath(),
                        Map.of(),
                        ManyCallersChild.class,
                        endpoint(),
                        transport.name().toLowerCase(Locale.ROOT),
                        "platform",
                        CALLERS);

        assertThat(outcome.out())
                .as("%s", outcome)
                .containsExactly(ALL_STARTED, CALLERS + " callers", CALLERS + " x heard");
    }

    /** Each caller costs one thread more: with 150 of them there are enough for all, and for the host. */
    @ParameterizedTest
    @EnumSource
    void platformCallersWith400Threads_leaveThreadsToTheHost(Transports transport) throws Exception {
        assertThat(limited(Jdk.all().get(0), transport, "platform", "150"))
                .containsExactly(ALL_STARTED, "150 callers", "150 x heard");
    }

    /** The host itself has taken all threads: callers are heard on their own, or told that nothing was sent. */
    @ParameterizedTest
    @EnumSource
    @EnabledIfSystemProperty(named = "metriton.slow", matches = "true", disabledReason = "takes half a minute: -Pslow")
    void platformCallersWhereNoThreadCanBeStarted_areHeardOrToldThatNothingWasSent(
            Transports transport, TestReporter reporter) throws Exception {
        List<String> out = limited(Jdk.all().get(0), transport, "platform", CALLERS);

        reporter.publishEntry(transport.toString(), out.toString());
        assertThat(out).hasSizeGreaterThan(2);
        assertThat(out.subList(2, out.size()))
                .allMatch(line -> line.endsWith(" x heard")
                        || (line.contains("could not be sent")
                                && line.endsWith("NotSentException: no thread could be started for the report")));
    }

    @ParameterizedTest
    @EnumSource
    @EnabledIfSystemProperty(named = "metriton.slow", matches = "true", disabledReason = "takes half a minute: -Pslow")
    void virtualCallersWith400Threads_areHeardAndLeaveThreadsToTheHost(Transports transport, TestReporter reporter)
            throws Exception {
        List<String> out = limited(Jdk.all().get(Jdk.all().size() - 1), transport, "virtual", CALLERS);

        reporter.publishEntry(transport.toString(), out.toString());
        assertThat(out).contains(ALL_STARTED, CALLERS + " callers", CALLERS + " x heard");
    }

    private List<String> limited(Jdk jdk, Transports transport, String kind, String callers) throws Exception {
        assumeThat(OtherUser.isPossible()).withFailMessage(OtherUser.REASON).isTrue();
        List<String> limit = OtherUser.command(USER, "/usr/bin/prlimit", "--nproc=400");
        OtherUser.open(home);
        Outcome outcome = HostJvm.of(jdk, home, "-Xss256k", "-Xlog:disable")
                .behind(limit.toArray(String[]::new))
                .run(
                        OtherUser.copyOf(ChildJvm.wholeClassPath(), home.resolve("lib")),
                        Map.of("HOME", "/nonexistent"),
                        ManyCallersChild.class,
                        endpoint(),
                        transport.name().toLowerCase(Locale.ROOT),
                        kind,
                        callers);
        assertThat(outcome.status()).as("%s", outcome).isZero();
        return outcome.out();
    }

    private String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/scout";
    }

    private static void answer(HttpExchange exchange) {
        try {
            exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().set("Connection", "close");
            exchange.sendResponseHeaders(200, 2);
            exchange.getResponseBody().write(new byte[] {'{', '}'});
            exchange.close();
        } catch (IOException e) {
            exchange.close(); // The client went away, and the test says so.
        }
    }
}
