package io.metriton.testkit;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.metriton.api.Transport;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a server sends without an end costs the host a processor no longer than the deadline, and nothing after close. */
abstract class CpuContract extends ContractTests {
    private static final int SENDS = 8;
    private static final Duration TIMEOUT = Duration.ofSeconds(1);
    /** With all senders on a busy machine; a caller that waits for a scan comes back far later. */
    private static final Duration LATEST = Duration.ofSeconds(5);

    private static final Duration WINDOW = Duration.ofMillis(200);
    /** A scan that has seen the close may end in the next one; a scan that goes on fills them all. */
    private static final int WINDOWS = 10;

    private static final Duration QUIET = WINDOW.dividedBy(4);
    private static final String CHUNKED = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";

    CpuContract(TransportContract contract) {
        super(contract);
    }

    /** A size, an extension, chunks with long extensions, a trailer of one line, one of many. */
    @ParameterizedTest
    @ValueSource(strings = {"|0", "1;|x", "|1;x=yyyyyyyyyyyyyyyyyyyyyyyyyyyy\r\nx\r\n", "0\r\nX: |x", "0\r\n|X: x\r\n"})
    void close_leavesNoScanOfAnEndlessChunk(String flood) throws Exception {
        try (ScriptedServer server = ScriptedServer.start(flood(CHUNKED + flood))) {
            Transport transport = open();
            Threads senders = new Threads(LATEST.multipliedBy(2));
            for (int i = 0; i < SENDS; i++) {
                senders.add(() -> timed(transport, server));
            }
            assertThat(senders.answers())
                    .as("how long a send took, in time or not")
                    .containsOnly("in time");
            transport.close();

            Duration used = cpuTimeInAWindow();
            for (int i = 1; i < WINDOWS && used.compareTo(QUIET) >= 0; i++) {
                used = cpuTimeInAWindow();
            }
            assertThat(used)
                    .as("processor time in each %s after close, of all threads but the server's", WINDOW)
                    .isLessThan(QUIET);
        }
    }

    /** A few interim answers are normal; a flood of them would cost a core until the deadline. */
    @ParameterizedTest
    @ValueSource(strings = {"103 Early Hints", "100 Continue"})
    void send_endlessInterimAnswersEndBeforeTheDeadline(String status) throws Exception {
        try (ScriptedServer server = ScriptedServer.start(flood("|HTTP/1.1 " + status + "\r\nLink: </a>\r\n\r\n"));
                Transport transport = open()) {
            assertThat(catchThrowable(
                            () -> transport.send(report(server.uri("/")).build())))
                    .isInstanceOf(IOException.class)
                    .isNotInstanceOf(SocketTimeoutException.class);
            awaitNoConnection(server);
        }
    }

    private static String timed(Transport transport, ScriptedServer server) {
        long start = System.nanoTime();
        // Who does not wait for the trailer has the answer.
        Throwable failure = catchThrowable(
                () -> transport.send(report(server.uri("/")).timeout(TIMEOUT).build()));
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        boolean told = failure == null || failure instanceof IOException;
        return told && took.compareTo(LATEST) < 0 ? "in time" : "after " + took + ": " + failure;
    }

    private static ScriptedServer.Script flood(String flood) {
        int bar = flood.indexOf('|');
        String rest = flood.substring(bar + 1);
        byte[] block = rest.repeat(65_536 / rest.length()).getBytes(US_ASCII);
        return (index, request, socket) -> {
            ScriptedServer.write(socket, flood.substring(0, bar).getBytes(US_ASCII));
            while (true) {
                ScriptedServer.write(socket, block);
            }
        };
    }

    /** Of each thread for itself: what one has used that has just ended does not hide another's. */
    private static Duration cpuTimeInAWindow() {
        Map<Long, Long> before = cpuNanos();
        await(WINDOW);
        long used = 0;
        for (Map.Entry<Long, Long> thread : cpuNanos().entrySet()) {
            used += Math.max(0, thread.getValue() - before.getOrDefault(thread.getKey(), 0L));
        }
        return Duration.ofNanos(used);
    }

    /** By the number of the thread. */
    private static Map<Long, Long> cpuNanos() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        Assumptions.assumeTrue(threads.isThreadCpuTimeSupported(), "this JVM does not measure threads");
        Map<Long, Long> nanos = new HashMap<>();
        for (long id : threads.getAllThreadIds()) {
            ThreadInfo thread = threads.getThreadInfo(id);
            if (thread != null && !thread.getThreadName().startsWith("testkit-")) {
                nanos.put(id, threads.getThreadCpuTime(id)); // -1 if it has ended meanwhile.
            }
        }
        return nanos;
    }

    private static void await(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
