package io.metriton.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.metriton.api.Transport;
import io.metriton.api.TransportProvider;
import io.metriton.api.TransportRequest;
import io.metriton.api.TransportResponse;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.Isolated;
import org.opentest4j.TestAbortedException;

/**
 * What every {@link Transport} owes to the programs that it is in, as tests, whatever it does with a report: for one that
 * writes to a file, a queue or a log. One that speaks HTTP extends {@link TransportContract}, which demands more.
 *
 * <pre>{@code
 * class FileTransportTest extends TransportBasicsContract {
 *     @TempDir Path folder;
 *
 *     @Override
 *     protected TransportProvider provider() {
 *         return new FileTransportProvider(folder.resolve("reports"));
 *     }
 *
 *     @Override
 *     protected List<String> delivered() throws IOException {
 *         return Files.readAllLines(folder.resolve("reports"));
 *     }
 * }
 * }</pre>
 *
 * <p>The tests take less than a second, use no network, and look at the threads of the JVM: where tests run in parallel,
 * they run alone.
 */
@Isolated
@Execution(ExecutionMode.SAME_THREAD)
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD) // A transport may hang: that is what is tested.
public abstract class TransportBasicsContract {
    private static final int CALLERS = 16;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** For subclasses; JUnit makes an instance for each test. */
    protected TransportBasicsContract() {}

    /**
     * Makes the provider of the transport under test.
     *
     * @return new or not; called at least once for each test
     * @throws Exception fails the test
     */
    protected abstract TransportProvider provider() throws Exception;

    /**
     * What the transport's sends have brought to their place in this test.
     *
     * @return the bodies, in any order; empty if nothing was sent
     * @throws Exception fails the test
     */
    protected abstract List<String> delivered() throws Exception;

    /**
     * Makes it impossible to deliver a report, as by replacing the file by a folder.
     *
     * @return whether it did; false by default, which skips the test of failures
     * @throws Exception fails the test
     */
    protected boolean breakDelivery() throws Exception {
        return false;
    }

    /**
     * The endpoint of the reports that are sent.
     *
     * @return by default one that does not exist, and is not looked up by a transport that speaks no HTTP
     */
    protected URI endpoint() {
        return URI.create("https://metriton.invalid/scout");
    }

    /**
     * Whether a thread belongs to the client's library and serves all its clients in the JVM, so that one transport must
     * not end it. Such threads have to be daemons.
     *
     * @param thread that came with the transport
     * @return false by default: all threads have to end with the transport, and none may start before the first send
     */
    protected boolean isShared(Thread thread) {
        return false;
    }

    @Test
    void name_isOneWordThatAVariableCanHold() throws Exception {
        assertThat(provider().name()).as("the name of the provider").matches("[A-Za-z0-9._-]+");
    }

    @Test
    void create_startsNoThreadAndDeliversNothing() throws Exception {
        HostThreads threads = HostThreads.now(this::isShared);
        try (Transport transport = open()) {
            assertThat(transport).isNotNull();
            assertThat(threads.added())
                    .as("threads that create(config) started")
                    .isEmpty();
            assertThat(delivered())
                    .as("what was delivered before the first send")
                    .isEmpty();
        }
    }

    @Test
    void send_deliversTheBodyOnceAndAnswers() throws Exception {
        try (Transport transport = open()) {
            TransportResponse response = transport.send(report("{\"umlaut\":\"\u00e4\"}"));

            assertThat(response.status()).as("the status of the answer").isBetween(200, 599);
            assertThat(response.body().length).as("bytes of the answer").isLessThanOrEqualTo(1 << 20);
        }
        assertThat(delivered()).containsExactly("{\"umlaut\":\"\u00e4\"}");
    }

    @Test
    void send_deliversEachOf16CallersReportsOnce() throws Exception {
        List<String> expected = new ArrayList<>();
        try (Transport transport = open()) {
            Threads callers = new Threads(PATIENCE);
            IntStream.range(0, CALLERS).mapToObj(i -> "{\"caller\":" + i + "}").forEach(body -> {
                expected.add(body);
                callers.add(() -> String.valueOf(transport.send(report(body)).status()));
            });
            callers.answers();
        }
        assertThat(delivered()).containsExactlyInAnyOrderElementsOf(expected);
    }

    /** A background reporter tries again what failed by an IOException, and by nothing else. */
    @Test
    void send_failureIsAnIOException() throws Exception {
        if (!breakDelivery()) {
            throw new TestAbortedException(
                    "breakDelivery() breaks nothing: override it to see what a failure looks like");
        }
        try (Transport transport = open()) {
            assertThatThrownBy(() -> transport.send(report("{}")))
                    .as("what send throws when nothing can be delivered")
                    .isInstanceOf(IOException.class);
        }
    }

    /** Whether the report is sent all the same is the transport's to decide; who interrupts must be heard. */
    @Test
    void send_keepsTheFlagOfAnInterruptedCaller() throws Exception {
        try (Transport transport = open()) {
            Thread.currentThread().interrupt();
            boolean gaveUp = false;
            try {
                transport.send(report("{}"));
            } catch (InterruptedIOException e) {
                gaveUp = true;
            }
            boolean flag = Thread.interrupted(); // Before delivered(), which may wait.
            if (gaveUp) {
                assertThat(delivered())
                        .as("what a send has delivered that was interrupted")
                        .isEmpty();
            }
            assertThat(flag).as("the flag of the interrupted caller").isTrue();
        } finally {
            Thread.interrupted();
        }
    }

    @Test
    void close_twiceIsFineAndNothingIsSentAfterIt() throws Exception {
        Transport transport = open();
        transport.send(report("{}"));
        transport.close();
        transport.close();

        assertThatThrownBy(() -> transport.send(report("{}")))
                .as("what send throws after close")
                .isInstanceOf(IOException.class);
        assertThat(delivered()).hasSize(1);
    }

    @Test
    void close_withoutASendIsFine() throws Exception {
        open().close();
    }

    @Test
    void threads_areDaemonsAndEndWithClose() throws Exception {
        HostThreads threads = HostThreads.now(this::isShared);
        try (Transport transport = open()) {
            transport.send(report("{}"));
            assertThat(threads.added())
                    .as("threads that are no daemons keep the JVM alive")
                    .allMatch(Thread::isDaemon);
        }
        threads.awaitNoneAdded();
    }

    private Transport open() throws Exception {
        TransportProvider provider = provider();
        assertThat(provider).as("what provider() returned").isNotNull();
        Transport transport = provider.create(FaultyEndpoint.direct().build());
        assertThat(transport).as("what create(config) of the provider returned").isNotNull();
        return transport;
    }

    private TransportRequest report(String body) {
        return TransportRequest.builder()
                .endpoint(endpoint())
                .header("Content-Type", "application/json")
                .body(body.getBytes(StandardCharsets.UTF_8))
                .timeout(PATIENCE)
                .build();
    }
}
