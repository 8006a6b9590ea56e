package io.metriton.core.internal.daily;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.metriton.api.DailyDraft;
import io.metriton.api.DailyStore;
import io.metriton.api.Outbox;
import io.metriton.api.StoredReport;
import io.metriton.api.TransportResponse;
import io.metriton.api.support.DailyCounts;
import io.metriton.core.Waiting;
import io.metriton.core.internal.delivery.Delivery;
import io.metriton.core.internal.delivery.DeliverySettings;
import io.metriton.core.internal.delivery.OutboxHandle;
import io.metriton.core.internal.delivery.RetryRules;
import io.metriton.core.internal.http.AppIdentity;
import io.metriton.core.internal.process.DeliveryThreads;
import io.metriton.core.internal.process.ExitHook;
import io.metriton.core.internal.report.DeclarationFilter;
import io.metriton.core.internal.report.DeclaredKeys;
import io.metriton.core.internal.report.GivenInstallId;
import io.metriton.core.internal.report.ReporterComponents;
import io.metriton.core.internal.report.ReporterSettings;
import io.metriton.core.internal.report.ValueType;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A process that lives, without an outbox: its clocks stand still until a test moves them. */
class DailyTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final int OFFLINE = 0;

    private final VirtualClock clock = new VirtualClock();
    private final List<String> bodies = new CopyOnWriteArrayList<>();
    private final ExitHook hook = new ExitHook();
    private final Object owner = new Object();
    private final LazyTestDelivery delivery = new LazyTestDelivery(null);
    private final DailyWatch watch = new DailyWatch(
            clock.both().nanoTime(), new DeliveryThreads(clock.both().nanoTime(), hook, 0), hook);
    private final DeclarationFilter declared =
            new DeclarationFilter(new DeclaredKeys(Map.of("commands", ValueType.COUNTS)));
    private final Daily daily = daily(delivery);

    private Daily daily(LazyTestDelivery over) {
        return daily(over, () -> Map.of("os", "linux"));
    }

    private Daily daily(LazyTestDelivery over, Supplier<Map<String, String>> metadata) {
        DailySettings settings = new DailySettings(metadata, declared, false, clock.both());
        return new Daily(settings, over.outbox, over, owner, watch);
    }

    @AfterEach
    void close() {
        Delivery made = delivery.made();
        if (made != null) {
            made.close(Duration.ZERO, false);
        }
    }

    @Test
    void processThatLivesAMinute_reportsOnceAndThenOnceADay() {
        daily.start(true);
        daily.count("commands", "build", 2);
        step();
        assertThat(bodies).as("at the start").isEmpty();

        clock.pass(MINUTE);
        step();
        assertThat(bodies).containsExactly("{\"os\":\"linux\",\"commands\":{\"build\":2}}");

        for (int i = 0; i < 60; i++) {
            clock.pass(MINUTE);
            daily.count("commands", "test", 1);
            step();
        }
        assertThat(bodies).as("later that day").hasSize(1);

        clock.pass(Duration.ofDays(1));
        clock.toTheEndOfTheDay();
        step();
        assertThat(bodies).hasSize(2).last().isEqualTo("{\"os\":\"linux\",\"commands\":{\"test\":60}}");
    }

    /** A fleet that was started at one moment does not come at one moment on the next day. */
    @Test
    void laterDates_areReportedAtAMomentOfTheProcesssOwn() {
        clock.pass(MINUTE);
        step();
        clock.toTheEndOfTheDay();
        clock.pass(Duration.ofSeconds(1)); // Midnight.
        int minutes = 0;
        while (bodies.size() < 2) {
            step();
            clock.pass(MINUTE);
            minutes++;
            assertThat(minutes).as("two hours, and the look after them").isLessThanOrEqualTo(2 * 60 + 1);
        }
        assertThat(bodies).hasSize(2);
    }

    @Test
    void countsOfARefusedReport_stayUntilOneIsAccepted() {
        delivery.status = 400;
        daily.count("commands", "build", 2);
        clock.pass(MINUTE);
        step();
        assertThat(bodies).hasSize(1);

        delivery.status = 200;
        clock.pass(Duration.ofDays(1));
        clock.toTheEndOfTheDay();
        step();
        assertThat(bodies).hasSize(2).last().isEqualTo("{\"os\":\"linux\",\"commands\":{\"build\":2}}");
    }

    /** A report that only memory keeps holds its own counts, and no others: those are saved as soon as there is a place. */
    @Test
    void countsBesideAReportInMemory_areSavedOnceTheDiskWorks() {
        LateDisk disk = new LateDisk();
        LazyTestDelivery offline = new LazyTestDelivery(disk);
        offline.status = OFFLINE;
        Daily daily = daily(offline);
        daily.count("commands", "build", 2);
        clock.pass(MINUTE);
        daily.run();
        assertThat(offline.get().counts().accepted()).isEqualTo(1);

        disk.works = true;
        daily.count("commands", "build", 3);
        daily.count("commands", "test", 1);
        assertThat(daily.save(LONG)).as("all is saved").isFalse();
        assertThat(disk.counts).isEqualTo(Map.of("commands", Map.of("build", 3L, "test", 1L)));
        offline.get().close(Duration.ZERO, false);
    }

    @Test
    void processThatEndsSooner_reportsNothing() {
        daily.count("commands", "build", 2);
        daily.atExit(System.nanoTime());

        assertThat(bodies).isEmpty();
        assertThat(delivery.made()).isNull();
    }

    @Test
    void processThatLivesWithoutAThread_getsOneByItsFirstCallAfterAMinute() {
        daily.start(false);
        for (int i = 0; i < 500; i++) { // One after the other, and then in a rush.
            clock.pass(Duration.ofMillis(i < 300 ? 100 : 0));
            daily.count("commands", "build", 1);
        }
        assertThat(watch.isTicking()).isFalse();

        clock.pass(MINUTE.plusSeconds(1));
        daily.count("commands", "build", 1);
        assertThat(watch.isTicking()).isTrue();
    }

    /** As without an install ID: its report waits, and the draft is handed out again once its lease is over. */
    @Test
    void draftWhoseReportWaits_isNotMadeAgain() {
        LapsingStore store =
                new LapsingStore(new DailyDraft("begun", clock.instant().minus(Duration.ofDays(1)), Map.of()));
        LazyTestDelivery offline = new LazyTestDelivery(store);
        offline.status = OFFLINE;
        Daily daily = daily(offline);
        for (int i = 0; i < 5; i++) {
            clock.pass(MINUTE.plusSeconds(40));
            daily.run();
        }
        assertThat(store.handedOut).isGreaterThan(1);
        assertThat(offline.get().counts().accepted()).isEqualTo(1);
        offline.get().close(Duration.ZERO, false);
    }

    /** Another process would make a second report of the date. */
    @Test
    void reportThatOnlyMemoryKept_isToldToTheStoreOnceItWorks() {
        LateDisk disk = new LateDisk();
        LazyTestDelivery over = new LazyTestDelivery(disk);
        Daily daily = daily(over);
        clock.pass(MINUTE);
        daily.run();
        assertThat(over.get().flush(LONG)).isTrue();
        assertThat(bodies).hasSize(1);
        daily.run();
        assertThat(disk.reported).as("while it does not work").isEmpty();

        disk.works = true;
        daily.run();
        daily.run();
        assertThat(disk.reported).containsExactly(LocalDate.of(2026, 12, 31));
    }

    /** The process may end before it looks again. */
    @Test
    void reportThatOnlyMemoryKept_isToldToTheStoreAsSoonAsItIsDelivered() {
        LateDisk disk = new LateDisk();
        LazyTestDelivery over = new LazyTestDelivery(disk);
        Daily daily = daily(over, () -> {
            disk.works = true; // While the report is being made.
            return Map.of();
        });
        clock.pass(MINUTE);
        daily.run();
        assertThat(over.get().flush(LONG)).isTrue();

        assertThat(bodies).hasSize(1);
        assertThat(disk.reported).containsExactly(LocalDate.of(2026, 12, 31));
    }

    /** A store gives out no draft while eight wait, so that there is none does not say that today's is made. */
    @Test
    void dateWithoutADraft_isLookedAtWhileEarlierReportsWait() {
        FullStore store =
                new FullStore(new DailyDraft("earlier", clock.instant().minus(Duration.ofDays(1)), Map.of()));
        LazyTestDelivery offline = new LazyTestDelivery(store);
        offline.status = OFFLINE;
        Daily daily = daily(offline);
        for (int i = 0; i < 5; i++) {
            clock.pass(MINUTE);
            daily.run();
        }
        assertThat(offline.get().counts().accepted()).as("the earlier one").isEqualTo(1);

        store.hasRoom = true;
        clock.pass(MINUTE);
        daily.run();
        assertThat(offline.get().counts().accepted()).as("and today's").isEqualTo(2);
        offline.get().close(Duration.ZERO, false);
    }

    /** The endpoint cannot be reached for days: the installation was alive on each of them. */
    @Test
    void datesWithoutAnEndpoint_areReportedOnceItIsThereAgain() {
        LateDisk none = new LateDisk();
        LazyTestDelivery over = new LazyTestDelivery(none);
        over.status = OFFLINE;
        Daily daily = daily(over);
        daily.count("commands", "build", 2);
        clock.pass(MINUTE);
        for (int day = 0; day < 3; day++) {
            daily.run();
            daily.count("commands", "test", 1);
            clock.pass(Duration.ofDays(1));
            clock.toTheEndOfTheDay();
        }
        assertThat(over.get().counts().accepted()).isEqualTo(3);

        bodies.clear();
        over.status = 200;
        assertThat(over.get().flush(LONG)).isTrue();
        assertThat(bodies)
                .containsExactlyInAnyOrder(
                        "{\"os\":\"linux\",\"commands\":{\"build\":2}}", "{\"os\":\"linux\"}", "{\"os\":\"linux\"}");
        daily.run();
        assertThat(over.get().flush(LONG)).isTrue();
        assertThat(bodies).hasSize(4).last().isEqualTo("{\"os\":\"linux\",\"commands\":{\"test\":3}}");
        over.get().close(Duration.ZERO, false);
    }

    /** A host that interrupts all threads as it ends. */
    @Test
    void interruptAtTheEnd_losesNoCountsAndNoReport() throws Exception {
        OtherStore store = new OtherStore(null);
        store.works = true;
        LazyTestDelivery over = new LazyTestDelivery(store);
        CompletableFuture<Map<String, String>> answer = new CompletableFuture<>();
        CountDownLatch asked = new CountDownLatch(1);
        Daily ends = daily(over, () -> {
            asked.countDown();
            return answer.join();
        });
        Thread step = new Thread(ends::run);
        step.start();
        asked.await();
        ends.count("commands", "build", 1);
        Thread end = new Thread(() -> ends.atExit(System.nanoTime()));
        end.start();
        Waiting.until(() -> Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("metriton-exit"))
                .peek(Thread::interrupt)
                .anyMatch(thread -> thread.getState() == Thread.State.WAITING));
        answer.complete(Map.of("os", "late"));
        step.join();
        end.join();

        assertThat(store.counts()).isEqualTo(Map.of("commands", Map.of("build", 1L)));
    }

    /** It may hang: what is counted meanwhile is not to be lost with the process. */
    @Test
    void applicationThatIsAskedForMetadata_holdsUpNoCounts() throws Exception {
        OtherStore store = new OtherStore(null);
        store.works = true;
        CountDownLatch asked = new CountDownLatch(1);
        CompletableFuture<Map<String, String>> answer = new CompletableFuture<>();
        LazyTestDelivery over = new LazyTestDelivery(store);
        Daily asking = daily(over, () -> {
            asked.countDown();
            return answer.join();
        });
        Thread step = new Thread(asking::run);
        step.start();
        asked.await();

        asking.count("commands", "meanwhile", 1);
        assertThat(asking.save(LONG)).isTrue();
        assertThat(store.counts()).isEqualTo(Map.of("commands", Map.of("meanwhile", 1L)));
        assertThat(bodies).isEmpty();

        answer.complete(Map.of("os", "late"));
        step.join();
        assertThat(over.get().flush(LONG)).isTrue();
        assertThat(bodies).containsExactly("{\"os\":\"late\"}");
    }

    /** Hosts interrupt all threads that they find; the report of the date is made once, so it must not lose its metadata. */
    @Test
    void interruptWhileTheApplicationIsAsked_losesNoMetadata() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CompletableFuture<Map<String, String>> answer = new CompletableFuture<>();
        Daily asking = daily(delivery, () -> {
            asked.countDown();
            return answer.join();
        });
        clock.pass(MINUTE);
        Thread step = new Thread(asking::run);
        step.start();
        assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();

        step.interrupt();
        answer.complete(Map.of("os", "linux"));
        step.join(20_000);
        assertThat(step.isAlive()).isFalse();
        assertThat(delivery.get().flush(LONG)).isTrue();
        assertThat(bodies).containsExactly("{\"os\":\"linux\"}");
    }

    /** A process that has ended began it, and has perhaps sent it: in memory it would be a second one. */
    @Test
    void reportThatIsBegun_isNotMadeAnewInMemory() {
        OtherStore full =
                new OtherStore(new DailyDraft("begun", clock.both().clock().instant(), Map.of()));
        LazyTestDelivery over = new LazyTestDelivery(full);
        Daily later = daily(over);
        later.count("commands", "build", 1);
        clock.pass(MINUTE);
        later.run();

        assertThat(over.made()).isNull();
        assertThat(bodies).isEmpty();
    }

    @Test
    void keyThatMayNotBeCounted_isNotReported() {
        daily.count("secrets", "mine", 1);
        daily.count(" ", "mine", 1);

        assertThat(daily.uncounted()).isEqualTo(1);
        assertThat(declared.count()).isEqualTo(1);
        clock.pass(MINUTE);
        step();
        assertThat(bodies).containsExactly("{\"os\":\"linux\"}");
    }

    @Test
    void hook_holdsItUntilItIsClosed() {
        daily.start(false);
        assertThat(hook.held()).containsExactly(daily);

        daily.close(LONG, () -> {});
        assertThat(hook.held()).isEmpty();
        assertThat(daily.isPending()).isFalse();
    }

    private void step() {
        daily.run();
        Delivery made = delivery.made();
        if (made != null) {
            assertThat(made.flush(LONG)).isTrue();
        }
    }

    /** Over a transport that keeps what it is to send. */
    private final class LazyTestDelivery implements DailyDelivery {
        private final ReporterSettings settings = new ReporterSettings(
                new AppIdentity("app", "1.0"),
                URI.create("https://daily.test/scout"),
                Map.of(),
                new ReporterSettings.Ids(new GivenInstallId("id"), null),
                new ReporterSettings.Metadata(Map.of(), List.of()),
                new ReporterSettings.Sending(
                        request -> {
                            String body = new String(request.body(), UTF_8);
                            bodies.add(body.substring(body.indexOf("\"metadata\":") + 11, body.length() - 1));
                            return TransportResponse.builder().status(status()).build();
                        },
                        null,
                        null,
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(2),
                        null,
                        null,
                        null),
                ReporterSettings.Loaders.of(null));
        private final OutboxHandle outbox;
        private volatile int status = 200;
        private @Nullable Delivery made;

        LazyTestDelivery(@Nullable Outbox given) {
            outbox = new OutboxHandle(settings, given, null, false);
        }

        private int status() throws IOException {
            if (status == OFFLINE) {
                throw new IOException("offline");
            }
            return status;
        }

        @Override
        public Delivery get() {
            if (made == null) {
                made = new Delivery(
                        ReporterComponents.of(settings),
                        new DeliverySettings(
                                1_000,
                                1 << 20,
                                new NoRetry(),
                                null,
                                new DeliverySettings.Exit(null, false, true),
                                null,
                                clock.both()),
                        new WeakReference<>(owner),
                        outbox);
            }
            return requireNonNull(made);
        }

        @Override
        public boolean isSilenced() {
            return made != null && made.isSilenced();
        }

        @Override
        public @Nullable Delivery made() {
            return made;
        }
    }

    /** A home that is mounted, or has room, only after a while. */
    private static class LateDisk implements Outbox, DailyStore {
        private final Map<String, Map<String, Long>> counts = new HashMap<>();
        final List<LocalDate> reported = new CopyOnWriteArrayList<>();
        volatile boolean works;

        Map<String, Map<String, Long>> counts() {
            return counts;
        }

        private void check() throws IOException {
            if (!works) {
                throw new IOException("not mounted");
            }
        }

        @Override
        public List<String> put(StoredReport report, Durability durability) throws IOException {
            throw new IOException(
                    "no room for a report"); // So it stays in memory for as long as the test needs it there.
        }

        @Override
        public void remove(String key) {}

        @Override
        public TakenOver takeOver(URI endpoint, int max) {
            return new TakenOver(List.of(), 0);
        }

        @Override
        public Optional<DailyStore> dailyStore() {
            return works ? Optional.of(this) : Optional.empty();
        }

        @Override
        public void add(Map<String, Map<String, Long>> more, Durability durability) throws IOException {
            check();
            DailyCounts.add(counts, more);
        }

        @Override
        public Optional<DailyDraft> begin(DailyDraft proposal, Durability durability) {
            return Optional.empty();
        }

        @Override
        public Optional<DailyDraft> peek(DailyDraft proposal) {
            return Optional.empty();
        }

        @Override
        public void reported(LocalDate date) {
            reported.add(date);
        }

        @Override
        public void done(String key) {}

        @Override
        public String location() {
            return "a home";
        }

        @Override
        public void close() {}
    }

    /** It can be read; where it works, a report is due until one is done. */
    private static final class OtherStore extends LateDisk {
        private final @Nullable DailyDraft begun;
        private boolean isMade;

        OtherStore(@Nullable DailyDraft begun) {
            this.begun = begun;
        }

        @Override
        public Optional<DailyStore> dailyStore() {
            return Optional.of(this);
        }

        @Override
        public Optional<DailyDraft> peek(DailyDraft proposal) {
            return Optional.of(begun == null ? proposal : begun);
        }

        @Override
        public Optional<DailyDraft> begin(DailyDraft proposal, Durability durability) {
            boolean first = !isMade;
            isMade = true;
            return first ? peek(proposal) : Optional.empty();
        }
    }

    /** Hands a draft out at each look, as if its lease were over. */
    private static final class LapsingStore extends LateDisk {
        private final DailyDraft draft;
        private int handedOut;
        private boolean asked;

        LapsingStore(DailyDraft draft) {
            this.draft = draft;
            works = true;
        }

        @Override
        public Optional<DailyDraft> begin(DailyDraft proposal, Durability durability) {
            asked = !asked;
            handedOut += asked ? 1 : 0;
            return asked ? Optional.of(draft) : Optional.empty();
        }
    }

    /** Hands out one draft, and then none until there is room for another. */
    private static final class FullStore extends LateDisk {
        private final DailyDraft earlier;
        private boolean handedOut;
        private boolean hasRoom;

        FullStore(DailyDraft earlier) {
            this.earlier = earlier;
            works = true;
        }

        @Override
        public Optional<DailyDraft> begin(DailyDraft proposal, Durability durability) {
            Optional<DailyDraft> draft = handedOut ? Optional.of(proposal) : Optional.of(earlier);
            boolean given = !handedOut || hasRoom;
            handedOut = true;
            return given ? draft : Optional.empty();
        }
    }

    private static final class NoRetry implements RetryRules {
        @Override
        public boolean isRetried(int status) {
            return false;
        }

        @Override
        public boolean heedsRetryAfter(int status) {
            return true;
        }

        @Override
        public Duration pause(
                int failures, Duration failingFor, @Nullable Duration retryAfter, RandomGenerator random) {
            return Duration.ofDays(1);
        }

        @Override
        public Duration maxAge() {
            return Duration.ofDays(7);
        }
    }

    private static final class VirtualClock extends Clock {
        private volatile long nanos = 1;
        private volatile Instant now = Instant.parse("2026-12-31T10:00:00Z");

        DeliverySettings.Time both() {
            return new DeliverySettings.Time(this, () -> nanos);
        }

        synchronized void pass(Duration time) {
            nanos = nanos + time.toNanos();
            now = now.plus(time);
        }

        void toTheEndOfTheDay() {
            Instant midnight = now.plus(Duration.ofDays(1)).truncatedTo(java.time.temporal.ChronoUnit.DAYS);
            pass(Duration.between(now, midnight).minusSeconds(1));
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
