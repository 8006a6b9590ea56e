package io.metriton.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.metriton.core.BackgroundReporter;
import io.metriton.it.DailyServer.Mood;
import io.metriton.it.DailyServer.Received;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One report for each installation and day: of processes that start at once, and over simulated days. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
@Tag("long")
class DailyIT {
    private static final Instant START = Instant.parse("2027-12-20T09:00:00Z");
    private static final boolean SLOW = Boolean.getBoolean("metriton.slow");

    @TempDir
    Path home;

    @Test
    void tenProcessesAtOnce_makeOneReportADay() throws Exception {
        int rounds = SLOW ? 50 : 4;
        try (DailyServer server = new DailyServer()) {
            for (int round = 0; round < rounds; round++) {
                Instant time = START.plus(Duration.ofDays(round));
                server.at(time);
                startTenAtOnce(server, time);
                assertThat(server.received()).as("round %s", round).hasSize(round + 1);
            }
            runOnce(server, START.plus(Duration.ofDays(rounds)));

            assertThat(server.requests()).isEqualTo(rounds + 1);
            assertThat(server.counts()).isEqualTo(Map.of("once", 10L * rounds + 1));
        }
    }

    /** Its classes are gone when the JVM ends. */
    @Test
    void plugInWhoseLoaderIsClosed_losesNoCountAndPrintsNothing() throws Exception {
        try (DailyServer server = new DailyServer()) {
            server.at(START);
            try (ChildJvm child = ChildJvm.start(
                    ClosedLoaderChild.class,
                    ChildJvm.wholeClassPath(),
                    Map.of("HOME", home.toString()),
                    List.of(),
                    server.endpoint(),
                    home.resolve("outbox").toString(),
                    START.toString(),
                    "once")) {
                assertThat(child.hear()).isEqualTo("started");
                child.tell("end");
                assertThat(child.hearAll()).isEmpty();
            }
            runOnce(server, START.plus(Duration.ofDays(1)));

            assertThat(server.counts()).isEqualTo(Map.of("once", 2L));
        }
    }

    private void startTenAtOnce(DailyServer server, Instant time) throws Exception {
        List<ChildJvm> children = new ArrayList<>();
        try {
            for (int i = 0; i < 10; i++) {
                children.add(ChildJvm.start(
                        DailyChild.class,
                        ChildJvm.wholeClassPath(),
                        Map.of("HOME", home.toString()),
                        List.of(),
                        server.endpoint(),
                        home.resolve("outbox").toString(),
                        time.toString(),
                        "once"));
            }
            for (ChildJvm each : children) {
                assertThat(each.hear()).isEqualTo("started");
            }
            for (ChildJvm each : children) {
                each.tell("end");
            }
            for (ChildJvm each : children) {
                assertThat(each.hearAll()).isEmpty();
            }
        } finally {
            for (ChildJvm each : children) {
                each.close();
            }
        }
    }

    /**
     * A leap day, two ends of a year, a clock that jumps back a day and forward a year, an endpoint that is up, down or silent
     * for days. A run of a tool is a background reporter that is closed.
     */
    @Test
    void fourHundredDays_eachDateHasOneReportHeardThatDateIfItCouldBe() throws Exception {
        Random random = new Random(22);
        try (DailyServer server = new DailyServer()) {
            Set<LocalDate> run = new TreeSet<>();
            Set<LocalDate> reachable = new TreeSet<>();
            for (int day = 0; day < 400; day++) {
                server.be(mood(day));
                for (Instant time : runsOf(day, random)) {
                    server.at(time);
                    runOnce(server, time);
                    LocalDate date = LocalDate.ofInstant(time, ZoneOffset.UTC);
                    boolean first = run.add(date); // The others of a date wait for nothing.
                    if (first && mood(day) == Mood.UP) {
                        reachable.add(date);
                    }
                }
            }
            server.be(Mood.UP);
            Instant last = START.plus(Duration.ofDays(401));
            server.at(last);
            runOnce(server, last);
            run.add(LocalDate.ofInstant(last, ZoneOffset.UTC));

            assertEachDateIsReportedOnce(server, run, reachable);
        }
    }

    private static void assertEachDateIsReportedOnce(DailyServer server, Set<LocalDate> run, Set<LocalDate> reachable) {
        Map<LocalDate, List<Received>> byDate = server.received().values().stream()
                .collect(Collectors.groupingBy(Received::date, TreeMap::new, Collectors.toList()));
        assertThat(difference(byDate.keySet(), run))
                .as("dates without a report, and reports without a run")
                .isEmpty();
        assertThat(byDate).allSatisfy((date, reports) -> assertThat(reports).hasSize(1));
        assertThat(reachable)
                .hasSizeGreaterThan(200)
                .allSatisfy(date -> assertThat(byDate.get(date).get(0).heard()).isEqualTo(date));
        assertThat(run)
                .contains(LocalDate.parse("2028-02-29"), LocalDate.parse("2027-12-31"), LocalDate.parse("2029-01-01"));
    }

    private static Set<LocalDate> difference(Set<LocalDate> one, Set<LocalDate> other) {
        Set<LocalDate> both = new TreeSet<>(one);
        both.addAll(other);
        both.removeIf(date -> one.contains(date) && other.contains(date));
        return both;
    }

    /** Up for most of the time; down or silent for up to twenty days. */
    private static Mood mood(int day) {
        if (day % 60 >= 40) {
            return Mood.DOWN;
        }
        return day % 60 >= 35 ? Mood.SILENT : Mood.UP;
    }

    /** None, one or several; now and then one whose clock is wrong. */
    private static List<Instant> runsOf(int day, Random random) {
        Instant morning = START.plus(Duration.ofDays(day));
        List<Instant> runs = new ArrayList<>();
        int many = random.nextInt(4);
        for (int i = 0; i < many || (i == 0 && day % 7 == 0); i++) {
            runs.add(morning.plusSeconds(3_600L * i));
        }
        if (day == 72 || day == 12) { // 2028-03-01 and the first of a year, so that the days before are certain.
            runs.add(0, morning.minus(Duration.ofDays(1)));
        }
        if (day == 377) {
            runs.add(morning);
        }
        if (day % 50 == 20) {
            runs.add(morning.plusSeconds(20_000).minus(Duration.ofDays(1)));
            runs.add(morning.plusSeconds(21_000));
        }
        if (day == 130) {
            runs.add(morning.plusSeconds(20_000).plus(Duration.ofDays(3_650)));
            runs.add(morning.plusSeconds(21_000));
        }
        return runs;
    }

    /** What may be in the place of the outbox or of the counts. */
    enum Spoilt {
        OUTBOX_IS_A_FILE,
        COUNTS_ARE_A_FILE,
        NEWER_VERSION,
        GARBAGE,
        EMPTY,
        FOLDER,
        LINK_TO_NOTHING
    }

    /** Never an exception, and the status says what is wrong; what is damaged is no figure. */
    @ParameterizedTest
    @EnumSource
    void placeThatIsSpoilt_isToldAndReportsNothingWrong(Spoilt kind) throws Exception {
        Path outbox = home.resolve("outbox");
        Path daily = outbox.resolve("daily");
        spoil(kind, outbox, daily);
        try (DailyServer server = new DailyServer();
                BackgroundReporter reporter = DailyChild.daily(server.endpoint(), outbox, START)) {
            server.at(START);
            reporter.count("commands", "once", 5);
            reporter.persist(Duration.ofSeconds(20));
            reporter.flush(Duration.ofSeconds(20));

            boolean isUsable = kind == Spoilt.FOLDER || kind == Spoilt.LINK_TO_NOTHING;
            assertThat(reporter.status().outboxProblem().isPresent()).isEqualTo(!isUsable);
            assertThat(server.counts()).isIn(Map.of(), Map.of("once", 5L));
            assertThat(server.received()).hasSizeLessThan(2);
        }
        if (kind == Spoilt.NEWER_VERSION) {
            assertThat(daily.resolve("7.daily")).hasContent("metriton-daily 2");
        }
    }

    private static void spoil(Spoilt kind, Path outbox, Path daily) throws IOException {
        if (kind == Spoilt.OUTBOX_IS_A_FILE) {
            Files.writeString(outbox, "mine");
            return;
        }
        Files.createDirectories(outbox);
        if (kind == Spoilt.COUNTS_ARE_A_FILE) {
            Files.writeString(daily, "mine");
            return;
        }
        Files.createDirectories(daily);
        Path state = daily.resolve("7.daily");
        switch (kind) {
            case NEWER_VERSION -> Files.writeString(state, "metriton-daily 2\n");
            case GARBAGE -> Files.write(state, new byte[] {0, -1, 7, 10, 13});
            case EMPTY -> Files.createFile(state);
            case FOLDER -> Files.createDirectories(state.resolve("in"));
            default -> Files.createSymbolicLink(state, outbox.resolve("nothing"));
        }
    }

    private void runOnce(DailyServer server, Instant time) throws IOException {
        try (BackgroundReporter daily = DailyChild.daily(server.endpoint(), home.resolve("outbox"), time)) {
            daily.count("commands", "once");
            daily.close(server.isUp() ? Duration.ofSeconds(20) : Duration.ofMillis(100));
        }
    }
}
