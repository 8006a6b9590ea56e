package io.metriton.core.internal.delivery;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.metriton.api.DailyDraft;
import io.metriton.api.DailyLedger;
import io.metriton.api.Outbox;
import io.metriton.api.StoredReport;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class OutboxHandleTest {
    private final CountDownLatch putting = new CountDownLatch(1);
    private final CountDownLatch forced = new CountDownLatch(1);
    private final Ledger ledger = new Ledger();
    private final OutboxHandle handle =
            new OutboxHandle(requireNonNull(new Harness(false).components.settings()), new SlowOutbox(), null, false);

    /** Counts are a matter of milliseconds, and must not wait for the report of a slow disk. */
    @Test
    void dailyLedger_isHadWhileAReportIsForcedToTheDisk() throws Exception {
        assertThat(handle.isForcing()).isFalse();
        Thread puts = new Thread(
                () -> handle.put(new StoredReport("key", URI.create("http://a/"), Instant.EPOCH, new byte[0])));
        puts.start();
        putting.await();

        assertThat(handle.dailyLedger()).containsSame(ledger);
        assertThat(handle.works()).isTrue();
        assertThat(handle.isForcing()).isTrue();

        forced.countDown();
        puts.join();
        assertThat(handle.isForcing()).isFalse();
    }

    /** A service counts until its last request is answered, after the end of the JVM has begun. */
    @Test
    void dailyLedger_isHadWhenTheOutboxIsClosed() {
        assertThat(handle.dailyLedger()).containsSame(ledger);
        handle.close();

        assertThat(handle.dailyLedger()).containsSame(ledger);
        assertThat(handle.works()).isFalse();
    }

    private final class SlowOutbox implements Outbox {
        @Override
        public List<String> put(StoredReport report, Durability durability) {
            putting.countDown();
            try {
                forced.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return List.of();
        }

        @Override
        public void remove(String key) {}

        @Override
        public TakenOver takeOver(URI endpoint, int max) {
            return new TakenOver(List.of(), 0);
        }

        @Override
        public Optional<DailyLedger> dailyLedger() {
            return Optional.of(ledger);
        }

        @Override
        public String location() {
            return "nowhere";
        }

        @Override
        public void close() {}
    }

    private static final class Ledger implements DailyLedger {
        @Override
        public void add(Map<String, Map<String, Long>> counts, Outbox.Durability durability) {}

        @Override
        public Optional<DailyDraft> begin(DailyDraft proposal, Outbox.Durability durability) {
            return Optional.empty();
        }

        @Override
        public Optional<DailyDraft> peek(DailyDraft proposal) {
            return Optional.empty();
        }

        @Override
        public void done(String key) {}
    }
}
