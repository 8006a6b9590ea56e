package io.metriton.core.internal.delivery;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.metriton.api.DailyDraft;
import io.metriton.api.DailyStore;
import io.metriton.api.DayLog;
import io.metriton.api.Outbox;
import io.metriton.api.StoredReport;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class OutboxHandleTest {
    private final CountDownLatch putting = new CountDownLatch(1);
    private final CountDownLatch forced = new CountDownLatch(1);
    private final Store store = new Store();
    private final StumblingOutbox stumbling = new StumblingOutbox();
    private final OutboxHandle handle =
            new OutboxHandle(requireNonNull(new Harness(false).components.settings()), new SlowOutbox(), null, false);

    /** Counts are a matter of milliseconds, and must not wait for the report of a slow disk. */
    @Test
    void dailyStore_isHadWhileAReportIsForcedToTheDisk() throws Exception {
        assertThat(handle.isForcing()).isFalse();
        Thread puts = new Thread(() -> handle.put(report()));
        puts.start();
        putting.await();

        assertThat(handle.dailyStore()).containsSame(store);
        assertThat(handle.works()).isTrue();
        assertThat(handle.isForcing()).isTrue();

        forced.countDown();
        puts.join();
        assertThat(handle.isForcing()).isFalse();
    }

    /** A service counts until its last request is answered, after the end of the JVM has begun. */
    @Test
    void dailyStore_isHadWhenTheOutboxIsClosed() {
        assertThat(handle.dailyStore()).containsSame(store);
        handle.close();

        assertThat(handle.dailyStore()).containsSame(store);
        assertThat(handle.works()).isFalse();
    }

    /** One stumble must not keep the first process of a day from delivering what earlier ones left. */
    @Test
    void callThatFails_isAProblemUntilTheNextOneWorks() {
        OutboxHandle memory =
                new OutboxHandle(requireNonNull(new Harness(false).components.settings()), stumbling, null, false);
        stumbling.broken = true;
        memory.takeOver(URI.create("http://a/"), 1);

        assertThat(memory.works()).isFalse();
        assertThat(memory.problem())
                .contains("reports of earlier runs cannot be read from the outbox: java.io.IOException: a stumble");
        assertThat(memory.waitingIn()).as("reports are kept all the same").isEqualTo("a list");

        stumbling.broken = false;
        memory.claim("key");
        assertThat(memory.works()).isTrue();
        assertThat(memory.problem()).isEmpty();
    }

    /** A disk that is full lets reports be claimed and removed, and still keeps none. */
    @Test
    void reportsThatCannotBeKept_areAProblemUntilOneIsKept() {
        OutboxHandle full =
                new OutboxHandle(requireNonNull(new Harness(false).components.settings()), stumbling, null, false);
        stumbling.broken = true;
        full.put(report());
        stumbling.broken = false;
        full.claim("key");
        assertThat(full.works()).isFalse();
        assertThat(full.waitingIn()).startsWith("reports wait in memory alone");

        full.put(report());
        assertThat(full.works()).isTrue();
        assertThat(full.waitingIn()).isEqualTo("a list");
    }

    @Test
    void whatIsWrongThoughItWorks_isToldAfterEachCall() {
        OutboxHandle noted =
                new OutboxHandle(requireNonNull(new Harness(false).components.settings()), stumbling, null, false);
        stumbling.note = "a file of a newer version";
        assertThat(noted.problem()).as("nothing was asked").isEmpty();

        noted.takeOver(URI.create("http://a/"), 1);
        assertThat(noted.problem()).contains("a file of a newer version");
        stumbling.note = null;
        noted.counted();
        assertThat(noted.problem()).isEmpty();
        noted.notCounted("counts stay in memory");
        assertThat(noted.problem()).contains("counts stay in memory");
    }

    /** As a third party's may where there is nothing to say: what it kept must not be put again, and so sent twice. */
    @Test
    void nullInTheAnswers_isNothing() {
        OutboxHandle silent =
                new OutboxHandle(requireNonNull(new Harness(false).components.settings()), stumbling, null, false);
        stumbling.silent = true;

        assertThat(silent.put(report())).isEmpty();
        assertThat(silent.takeOver(URI.create("http://a/"), 1).reports()).isEmpty();
        assertThat(silent.removeTooOld(Instant.EPOCH)).isEmpty();
        assertThat(silent.dayLog()).isEmpty();
        assertThat(silent.works()).isTrue();
    }

    @Test
    void providerThatOpensNothing_isAProblem() {
        OutboxHandle none = new OutboxHandle(
                requireNonNull(new Harness(false).components.settings()),
                null,
                (application, environment) -> null,
                false);

        assertThat(none.put(report())).isNull();
        assertThat(none.problem()).hasValueSatisfying(said -> assertThat(said).contains("its provider opened none"));
    }

    private static StoredReport report() {
        return new StoredReport("key", URI.create("http://a/"), Instant.EPOCH, new byte[0]);
    }

    @SuppressWarnings({"NullAway", "OptionalAssignedToNull", "OptionalOfRedundantMethod", "ReturnsNullCollection"})
    private static final class StumblingOutbox implements Outbox {
        private boolean broken;
        private boolean silent;
        private @Nullable String note;

        private void stumble() throws IOException {
            if (broken) {
                throw new IOException("a stumble");
            }
        }

        @Override
        public List<String> put(StoredReport report, Durability durability) throws IOException {
            stumble();
            return silent ? null : List.of();
        }

        @Override
        public void remove(String key) throws IOException {
            stumble();
        }

        @Override
        public TakenOver takeOver(URI endpoint, int max) throws IOException {
            stumble();
            return silent ? null : new TakenOver(List.of(), 0);
        }

        @Override
        public List<String> removeTooOld(Instant now) {
            return silent ? null : List.of();
        }

        @Override
        public Optional<DayLog> dayLog() {
            return silent ? null : Optional.empty();
        }

        @Override
        public Optional<String> problem() {
            return Optional.ofNullable(note);
        }

        @Override
        public String location() {
            return "a list";
        }

        @Override
        public void close() {}
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
        public Optional<DailyStore> dailyStore() {
            return Optional.of(store);
        }

        @Override
        public String location() {
            return "nowhere";
        }

        @Override
        public void close() {}
    }

    private static final class Store implements DailyStore {
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
