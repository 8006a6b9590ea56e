package io.metriton.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.acme.AcmeTransportProvider;
import io.metriton.api.Transport;
import io.metriton.api.TransportConfig;
import io.metriton.api.TransportProvider;
import io.metriton.api.TransportRequest;
import io.metriton.api.TransportResponse;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The contract finds each fault: a good transport passes ({@code AcmeTransportTest}), a bad one fails the right test. */
@Timeout(120)
@Tag("long")
class TransportContractTest {

    @BeforeAll
    static void failSooner() {
        Await.bound(Duration.ofSeconds(2));
    }

    @AfterAll
    static void waitAsLongAsEver() {
        Await.bound(Await.BOUND);
    }

    /** Does something else around the send of a good transport. */
    abstract static class Toy extends TransportContract implements TransportProvider {
        @Override
        protected TransportProvider provider() {
            return this;
        }

        @Override
        public String name() {
            return "toy";
        }

        @Override
        public Transport create(TransportConfig config) {
            Transport good = new AcmeTransportProvider().create(config);
            return new Transport() {
                @Override
                public TransportResponse send(TransportRequest request) throws IOException {
                    return Toy.this.send(good, request);
                }

                @Override
                public void close() {
                    Toy.this.close(good);
                }
            };
        }

        TransportResponse send(Transport good, TransportRequest request) throws IOException {
            return good.send(request);
        }

        void close(Transport good) {
            good.close();
        }

        static TransportRequest.Builder copy(TransportRequest request) {
            TransportRequest.Builder copy = TransportRequest.builder()
                    .endpoint(request.endpoint())
                    .body(request.body())
                    .timeout(request.timeout())
                    .maxResponseBytes(request.maxResponseBytes());
            request.headers().forEach(copy::header);
            return copy;
        }
    }

    static class RepeatsAfterAFailure extends Toy {
        @Override
        TransportResponse send(Transport good, TransportRequest request) throws IOException {
            try {
                return good.send(request);
            } catch (IOException e) {
                return good.send(request);
            }
        }
    }

    @Test
    void repetitionAfterAFailure_isFound() {
        assertFails(RepeatsAfterAFailure.class, TransportContract.Faults.class, "send_failsAfterOneRequestAtMost");
    }

    static class RepeatsAfterAStatus extends Toy {
        @Override
        TransportResponse send(Transport good, TransportRequest request) throws IOException {
            TransportResponse response = good.send(request);
            return response.status() == 503 ? good.send(request) : response;
        }
    }

    @Test
    void repetitionAfterAStatus_isFound() {
        assertFails(RepeatsAfterAStatus.class, TransportContract.OverHttp.class, "send_neverFollowsUp");
    }

    static class ThrowsAtAStatus extends Toy {
        @Override
        TransportResponse send(Transport good, TransportRequest request) throws IOException {
            TransportResponse response = good.send(request);
            if (response.status() == 407) {
                throw new IOException("status 407");
            }
            return response;
        }
    }

    @Test
    void statusThatIsAnException_isFound() {
        assertFails(
                ThrowsAtAStatus.class,
                TransportContract.OverHttp.class,
                "send_returnsEveryStatusWithItsBodyAfterOneRequest");
    }

    static class AddsACharset extends Toy {
        @Override
        TransportResponse send(Transport good, TransportRequest request) throws IOException {
            return good.send(copy(request)
                    .header("Content-Type", "application/json; charset=utf-8")
                    .build());
        }
    }

    @Test
    void headerThatIsChanged_isFound() {
        assertFails(AddsACharset.class, TransportContract.OverHttp.class, "send_addsNoHeaderThatMeansSomething");
    }

    static class ReadsEverything extends Toy {
        @Override
        TransportResponse send(Transport good, TransportRequest request) throws IOException {
            return good.send(copy(request).maxResponseBytes(Integer.MAX_VALUE).build());
        }
    }

    @Test
    void bodyWithoutALimit_isFound() {
        assertFails(
                ReadsEverything.class, TransportContract.Bounds.class, "send_bodyOverTheLimitIsRefusedWithItsStatus");
    }

    static class IgnoresTheInterrupt extends Toy {
        @Override
        TransportResponse send(Transport good, TransportRequest request) throws IOException {
            Thread.interrupted();
            return good.send(request);
        }
    }

    @Test
    void interruptThatIsIgnored_isFound() {
        assertFails(IgnoresTheInterrupt.class, TransportContract.Deadline.class, "send_interruptedBeforeSendsNothing");
    }

    static class TakesMoreTime extends Toy {
        @Override
        TransportResponse send(Transport good, TransportRequest request) throws IOException {
            return good.send(
                    copy(request).timeout(request.timeout().multipliedBy(3)).build());
        }
    }

    @Test
    void timeoutThatIsNotHeld_isFound() {
        assertFails(TakesMoreTime.class, TransportContract.Deadline.class, "send_boundsAlsoTheChoiceOfTheProxy");
    }

    static class StartsAThread extends Toy {
        private final CountDownLatch end = new CountDownLatch(1);

        @Override
        public Transport create(TransportConfig config) {
            Thread thread = new Thread(() -> {
                try {
                    end.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            thread.setDaemon(true);
            thread.start();
            return super.create(config);
        }

        @Override
        void close(Transport good) {
            end.countDown();
            super.close(good);
        }
    }

    @Test
    void threadBeforeTheFirstSend_isFound() {
        assertFails(StartsAThread.class, TransportContract.Lifecycle.class, "create_startsNothing");
    }

    static class SendsAfterClose extends Toy {
        @Override
        void close(Transport good) {
            // Forgotten.
        }
    }

    @Test
    void closeThatDoesNothing_isFound() {
        assertFails(
                SendsAfterClose.class, TransportContract.Lifecycle.class, "close_twiceIsFineAndNothingIsSentAfterIt");
    }

    static class GoesAroundTheProxy extends Toy {
        @Override
        public Transport create(TransportConfig config) {
            return super.create(FaultyEndpoint.direct().build());
        }
    }

    @Test
    void proxyThatIsIgnored_isFound() {
        assertFails(
                GoesAroundTheProxy.class,
                TransportContract.Proxies.class,
                "send_httpGoesToTheProxyInAbsoluteForm",
                "send_neverGoesAroundASocksProxy");
    }

    static class LeavesAConnectionOpen extends Toy {
        private final List<Socket> forgotten = new ArrayList<>();

        @Override
        TransportResponse send(Transport good, TransportRequest request) throws IOException {
            try {
                return good.send(request);
            } catch (IOException e) {
                forgotten.add(new Socket(
                        request.endpoint().getHost(), request.endpoint().getPort()));
                throw e;
            }
        }
    }

    @Test
    void connectionThatStaysOpenAfterABadAnswer_isFound() {
        assertFails(
                LeavesAConnectionOpen.class,
                TransportContract.NoHttp.class,
                "send_150AnswersThatAreNoHttpLeaveNoConnectionAndNoThread");
        assertFails(LeavesAConnectionOpen.class, TransportContract.Framing.class, "send_readsOrRefusesWhatIsNotLegal");
    }

    static class LeavesAThread extends Toy {
        private final CountDownLatch end = new CountDownLatch(1);

        @Override
        TransportResponse send(Transport good, TransportRequest request) throws IOException {
            try {
                return good.send(request);
            } catch (IOException e) {
                Thread thread = new Thread(() -> {
                    try {
                        end.await();
                    } catch (InterruptedException interrupt) {
                        Thread.currentThread().interrupt();
                    }
                });
                thread.setDaemon(true);
                thread.start();
                throw e;
            }
        }

        @Override
        void close(Transport good) {
            end.countDown();
            super.close(good);
        }
    }

    @Test
    void threadThatStaysAfterABadAnswer_isFound() {
        assertFails(
                LeavesAThread.class,
                TransportContract.NoHttp.class,
                "send_150AnswersThatAreNoHttpLeaveNoConnectionAndNoThread");
    }

    static class ThrowsABug extends Toy {
        @Override
        TransportResponse send(Transport good, TransportRequest request) throws IOException {
            try {
                return good.send(request);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @Test
    void failureThatIsNoIOException_isFound() {
        assertFails(ThrowsABug.class, TransportContract.Framing.class, "send_readsOrRefusesWhatIsNotLegal");
    }

    static class TakesTheProxyForTheEndpoint extends Toy {
        @Override
        TransportResponse send(Transport good, TransportRequest request) {
            try {
                return good.send(request);
            } catch (IOException e) {
                return TransportResponse.builder().status(407).build();
            }
        }
    }

    @Test
    void loginThatTheProxyWantsAsAnAnswer_isFound() {
        assertFails(
                TakesTheProxyForTheEndpoint.class, TransportContract.Faults.class, "send_failsAfterOneRequestAtMost");
    }

    static class CutsATrailedBody extends Toy {
        @Override
        TransportResponse send(Transport good, TransportRequest request) throws IOException {
            TransportResponse response = good.send(request);
            return TransportResponse.builder().status(response.status()).build();
        }
    }

    @Test
    void bodyThatIsLostBeforeATrailer_isFound() {
        assertFails(CutsATrailedBody.class, TransportContract.Framing.class, "send_readsTheBodyBeforeATrailer");
    }

    /** Goes on reading, in vain, what a server sends after the caller has given up. */
    static class ScansOn extends Toy {
        @Override
        TransportResponse send(Transport good, TransportRequest request) throws IOException {
            Thread scan = new Thread(() -> {
                long end = System.nanoTime() + 6_000_000_000L;
                while (System.nanoTime() < end) {
                    Thread.onSpinWait();
                }
            });
            scan.setDaemon(true);
            scan.start();
            return good.send(request);
        }
    }

    @Test
    void processorThatIsUsedAfterClose_isFound() {
        assertFails(ScansOn.class, TransportContract.Cpu.class, "close_leavesNoScanOfAnEndlessChunk");
    }

    /** As a kept connection would, at the first report after it was closed. */
    static class LosesEveryTenth extends Toy {
        private final AtomicInteger sends = new AtomicInteger();

        @Override
        TransportResponse send(Transport good, TransportRequest request) throws IOException {
            if (sends.incrementAndGet() % 10 == 0) {
                throw new IOException("the connection was closed");
            }
            return good.send(request);
        }
    }

    static class SendsEveryTenthAgain extends LosesEveryTenth {
        @Override
        TransportResponse send(Transport good, TransportRequest request) throws IOException {
            try {
                return super.send(good, request);
            } catch (IOException e) {
                good.send(request);
                return good.send(request);
            }
        }
    }

    @Test
    void reportThatIsLostOnAClosedConnectionOrSentTwice_isFound() {
        String test = "send_isHeardByAServerThatClosesInSilence";

        assertFails(LosesEveryTenth.class, TransportContract.KeptConnections.class, test);
        assertFails(SendsEveryTenthAgain.class, TransportContract.KeptConnections.class, test);
    }

    static class RefusesIdentity extends Toy {
        @Override
        TransportResponse send(Transport good, TransportRequest request) throws IOException {
            TransportResponse response = good.send(request);
            if (response.header("Transfer-Encoding").isPresent()) {
                throw new IOException("a coding that nobody asked for");
            }
            return response;
        }
    }

    @Test
    void codingThatIsRefused_isFound() {
        assertFails(RefusesIdentity.class, TransportContract.OddAnswers.class, "send_readsTheIdentityCoding");
    }

    static class SendsTheZone extends Toy {
        @Override
        TransportResponse send(Transport good, TransportRequest request) throws IOException {
            return good.send(copy(request)
                    .header("Host", request.endpoint().getRawAuthority())
                    .build());
        }
    }

    @Test
    void zoneThatIsSent_isFound() {
        assertFails(SendsTheZone.class, TransportContract.Addresses.class, "send_zoneOfAnAddressIsNotSent");
    }

    static class AsksTheSelectorItself extends Toy {
        private TransportConfig config = TransportConfig.builder().build();

        @Override
        public Transport create(TransportConfig config) {
            this.config = config;
            return super.create(FaultyEndpoint.direct().build());
        }

        @Override
        TransportResponse send(Transport good, TransportRequest request) throws IOException {
            config.proxySelector().select(request.endpoint()).get(0);
            return good.send(request);
        }
    }

    @Test
    void selectorWhoseFaultIsNotTold_isFound() {
        assertFails(
                AsksTheSelectorItself.class,
                TransportContract.ProxySelectors.class,
                "send_selectorThatGivesNullOrThrowsIsNamed",
                "send_emptyListMeansNoProxy");
    }

    static class ExemptsAGroup extends Toy {
        @Override
        protected Map<String, String> exemptions() {
            return Map.of("Tls", "the toy knows no https");
        }
    }

    @Test
    void exemption_isReportedAsSkippedWithItsReason() {
        TestRun run = TestRun.of(ExemptsAGroup.class, TransportContract.Tls.class, "send_trustsWhatTheContextTrusts");

        assertThat(run.passed()).isEmpty();
        assertThat(run.failed()).isEmpty();
        assertThat(run.skipped())
                .isEqualTo(Map.of("send_trustsWhatTheContextTrusts", "Assumption failed: Tls: the toy knows no https"));
    }

    static class ExemptsNothingKnown extends Toy {
        @Override
        protected Map<String, String> exemptions() {
            return Map.of("Proxy", "misspelt");
        }
    }

    static class ExemptsWithoutAReason extends Toy {
        @Override
        protected Map<String, String> exemptions() {
            return Map.of("Tls", " ");
        }
    }

    @Test
    void exemptionWithoutAnObjectOrAReason_failsEveryTest() {
        String test = "create_startsNothing";

        assertThat(TestRun.of(ExemptsNothingKnown.class, TransportContract.Lifecycle.class, test)
                        .failed())
                .hasEntrySatisfying(
                        test,
                        failure -> assertThat(failure)
                                .hasMessageStartingWith("exemptions() names \"Proxy\", which is none of [")
                                .hasMessageContaining("Proxies"));
        assertThat(TestRun.of(ExemptsWithoutAReason.class, TransportContract.Lifecycle.class, test)
                        .failed())
                .hasEntrySatisfying(
                        test, failure -> assertThat(failure).hasMessage("exemptions() gives no reason for Tls"));
    }

    private static void assertFails(Class<?> bad, Class<?> group, String... methods) {
        for (String method : methods) {
            assertThat(TestRun.of(bad, group, method).failed().keySet())
                    .as(method)
                    .containsExactly(method);
        }
    }
}
