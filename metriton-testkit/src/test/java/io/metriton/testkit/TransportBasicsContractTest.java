package io.metriton.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.acme.AcmeTransportProvider;
import com.acme.FileTransportProvider;
import io.metriton.api.Transport;
import io.metriton.api.TransportConfig;
import io.metriton.api.TransportProvider;
import io.metriton.api.TransportRequest;
import io.metriton.api.TransportResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A transport to a list passes; one that breaks a rule fails the test of that rule, and no other. */
@Timeout(60)
class TransportBasicsContractTest {
    private static final String NAME = "name_isOneWordThatAVariableCanHold";
    private static final String CREATE = "create_startsNoThreadAndDeliversNothing";
    private static final String ONCE = "send_deliversTheBodyOnceAndAnswers";
    private static final String CALLERS = "send_deliversEachOf16CallersReportsOnce";
    private static final String FAILURE = "send_failureIsAnIOException";
    private static final String FLAG = "send_keepsTheFlagOfAnInterruptedCaller";
    private static final String CLOSED = "close_twiceIsFineAndNothingIsSentAfterIt";
    private static final String NO_SEND = "close_withoutASendIsFine";
    private static final String THREADS = "threads_areDaemonsAndEndWithClose";

    /** Keeps the rules. */
    static class Good extends TransportBasicsContract implements TransportProvider {
        final List<String> reports = Collections.synchronizedList(new ArrayList<>());
        boolean broken;
        boolean closed;

        @Override
        protected TransportProvider provider() {
            return this;
        }

        @Override
        protected List<String> delivered() {
            return reports;
        }

        @Override
        protected boolean breakDelivery() {
            broken = true;
            return true;
        }

        @Override
        public String name() {
            return "good";
        }

        @Override
        public Transport create(TransportConfig config) {
            return new Transport() {
                @Override
                public TransportResponse send(TransportRequest request) throws IOException {
                    return Good.this.send(new String(request.body(), StandardCharsets.UTF_8));
                }

                @Override
                public void close() {
                    Good.this.close();
                }
            };
        }

        TransportResponse send(String body) throws IOException {
            if (broken || closed) {
                throw new IOException("broken or closed");
            }
            reports.add(body);
            return TransportResponse.builder().status(200).build();
        }

        void close() {
            closed = true;
        }
    }

    @Test
    void goodTransport_passes() {
        TestRun run = TestRun.of(Good.class);

        assertThat(run.failed()).isEmpty();
        assertThat(run.skipped()).isEmpty();
        assertThat(run.passed())
                .containsExactlyInAnyOrder(NAME, CREATE, ONCE, CALLERS, FAILURE, FLAG, CLOSED, NO_SEND, THREADS);
    }

    static class Unbreakable extends Good {
        @Override
        protected boolean breakDelivery() {
            return false;
        }
    }

    @Test
    void failureThatCannotBeMade_isSkippedWithTheWayOut() {
        TestRun run = TestRun.of(Unbreakable.class);

        assertThat(run.failed()).isEmpty();
        assertThat(run.skipped().get(FAILURE))
                .isEqualTo("breakDelivery() breaks nothing: override it to see what a failure looks like");
    }

    static class HasAStrangeName extends Good {
        @Override
        public String name() {
            return "two words";
        }
    }

    static class DeliversTooEarly extends Good {
        @Override
        public Transport create(TransportConfig config) {
            reports.add("{}");
            return super.create(config);
        }
    }

    static class DeliversTwice extends Good {
        @Override
        TransportResponse send(String body) throws IOException {
            super.send(body);
            return super.send(body);
        }
    }

    static class LosesUnderLoad extends Good {
        @Override
        TransportResponse send(String body) throws IOException {
            return body.equals("{\"caller\":7}")
                    ? TransportResponse.builder().status(200).build()
                    : super.send(body);
        }
    }

    static class FailsByAnotherException extends Good {
        @Override
        TransportResponse send(String body) throws IOException {
            if (broken) {
                throw new IllegalStateException("broken");
            }
            return super.send(body);
        }
    }

    static class SwallowsTheInterrupt extends Good {
        @Override
        TransportResponse send(String body) throws IOException {
            boolean unused = Thread.interrupted();
            return super.send(body);
        }
    }

    static class SendsAfterClose extends Good {
        @Override
        void close() {
            // Forgotten.
        }
    }

    static class LeavesAThread extends Good {
        final CountDownLatch end = new CountDownLatch(1);

        @Override
        TransportResponse send(String body) throws IOException {
            TransportResponse response = super.send(body);
            new Thread(end::countDown, "no-daemon") {
                @Override
                public void run() {
                    try {
                        end.await();
                    } catch (InterruptedException e) {
                        interrupt();
                    }
                }
            }.start();
            return response;
        }

        @Override
        protected List<String> delivered() {
            end.countDown();
            return super.delivered();
        }

        @Override
        void close() {
            super.close();
            end.countDown();
        }
    }

    @Test
    void eachBrokenRule_failsItsTest() {
        assertFails(HasAStrangeName.class, NAME);
        assertFails(DeliversTooEarly.class, CREATE, ONCE, CALLERS, CLOSED);
        assertFails(DeliversTwice.class, ONCE, CALLERS, CLOSED);
        assertFails(LosesUnderLoad.class, CALLERS);
        assertFails(FailsByAnotherException.class, FAILURE);
        assertFails(SwallowsTheInterrupt.class, FLAG);
        assertFails(SendsAfterClose.class, CLOSED);
        assertFails(LeavesAThread.class, THREADS);
    }

    private static void assertFails(Class<?> bad, String... tests) {
        assertThat(TestRun.of(bad).failed().keySet()).as(bad.getSimpleName()).containsExactlyInAnyOrder(tests);
    }

    /** A transport to a file in the big contract, as README's first version told people to. */
    static class FileInTheContractForHttp extends TransportContract {
        @Override
        protected TransportProvider provider() {
            return new FileTransportProvider(Path.of(System.getProperty("java.io.tmpdir"), "metriton-not-http"));
        }
    }

    @Test
    void contractForHttp_failsOnceAndNamesTheOther() {
        TestRun run = TestRun.of(FileInTheContractForHttp.class);

        assertThat(run.passed()).isEmpty();
        assertThat(run.skipped()).isEmpty();
        assertThat(run.failed().values())
                .singleElement()
                .satisfies(failure -> assertThat(failure)
                        .isInstanceOf(AssertionError.class)
                        .hasMessageContaining("opened no connection to it (the answer was 202)")
                        .hasMessageEndingWith(
                                "TransportContract is for transports that speak HTTP; for others, such as a file or"
                                        + " a queue, extend TransportBasicsContract"));
    }

    /** Only https: the check would find no connection, and has to keep out of the way. */
    static class KnowsNoHttp extends TransportContract {
        @Override
        protected TransportProvider provider() {
            return new AcmeTransportProvider();
        }

        @Override
        protected java.util.Map<String, String> exemptions() {
            return java.util.Map.of("OverHttp", "https alone");
        }
    }

    @Test
    void transportWithoutHttp_isNotChecked() {
        assertThat(TestRun.of(KnowsNoHttp.class, TransportContract.Lifecycle.class, "create_startsNothing")
                        .passed())
                .containsExactly("create_startsNothing");
    }
}
