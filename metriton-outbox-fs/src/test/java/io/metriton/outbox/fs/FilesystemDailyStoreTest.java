package io.metriton.outbox.fs;

import static io.metriton.api.Outbox.Durability.POWER_LOSS;
import static io.metriton.api.Outbox.Durability.PROCESS_END;
import static io.metriton.outbox.fs.DailyStores.DAY;
import static io.metriton.outbox.fs.DailyStores.counts;
import static io.metriton.outbox.fs.DailyStores.names;
import static io.metriton.outbox.fs.DailyStores.proposal;
import static io.metriton.outbox.fs.DailyStores.store;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.metriton.api.DailyDraft;
import io.metriton.api.DailyStore;
import io.metriton.api.support.DailyCounts;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FilesystemDailyStoreTest {
    private static final Duration ONE_DAY = Duration.ofDays(1);

    @TempDir
    Path root;

    /** What is taken over survives a loss of power already; a slow disk would have each run come too late for it. */
    @Test
    void draftThatIsTakenOver_isNotForcedOnceMore() throws Exception {
        SteppedDisk disk = new SteppedDisk(path -> {});
        DailyStore store = store(root, disk);
        store.begin(proposal(DAY, counts("build", 4)), PROCESS_END);
        int forced = disk.forced();
        assertThat(forced).isPositive();

        assertThat(store.begin(proposal(DAY.plusSeconds(90)), PROCESS_END)).isPresent();
        assertThat(disk.forced()).isEqualTo(forced);
    }

    /** Each try forces a file, which takes a slow disk longer than the others need to be faster once more. */
    @Test
    void draftThatOthersKeepFromBeingBegun_isLeftToALaterRun() throws Exception {
        int[] files = {0};
        SteppedDisk disk = new SteppedDisk(path -> {
            if (path.toString().isEmpty() && files[0]++ % 3 == 2) { // About to force what was written in halves.
                store(root).add(counts("test", 1), PROCESS_END);
            }
        });

        assertThat(store(root, disk).begin(proposal(DAY, counts("build", 1)), PROCESS_END))
                .isEmpty();
        assertThat(files[0]).isEqualTo(6);
        assertThat(names(store(root).begin(proposal(DAY), PROCESS_END).orElseThrow()))
                .as("what the others counted")
                .isEqualTo(Map.of("test", 2L));
    }

    @Test
    void firstOfADate_getsWhatWasCountedBeforeAndNow() throws Exception {
        store(root).add(counts("build", 2), POWER_LOSS);
        store(root).add(counts("build", 3), PROCESS_END);

        Optional<DailyDraft> draft = store(root).begin(proposal(DAY, counts("test", 1)), PROCESS_END);

        assertThat(draft).map(DailyStores::names).contains(Map.of("build", 5L, "test", 1L));
        assertThat(draft).map(DailyDraft::created).contains(DAY);
    }

    @Test
    void othersOfTheDate_getNothingAndTheirCountsWaitForTheNext() throws Exception {
        store(root).begin(proposal(DAY), PROCESS_END);

        assertThat(store(root).begin(proposal(DAY.plusSeconds(1), counts("build", 1)), PROCESS_END))
                .isEmpty();

        assertThat(store(root).begin(proposal(DAY.plus(ONE_DAY)), PROCESS_END)).isPresent();
    }

    @Test
    void nextDate_hasWhatWasCountedSince() throws Exception {
        DailyStore store = store(root);
        store.done(store.begin(proposal(DAY, counts("build", 7)), PROCESS_END)
                .orElseThrow()
                .key());
        store.begin(proposal(DAY.plusSeconds(5), counts("test", 1)), PROCESS_END);

        assertThat(store(root).begin(proposal(DAY.plus(ONE_DAY)), PROCESS_END))
                .map(DailyStores::names)
                .contains(Map.of("test", 1L));
    }

    /** Not the first draft of another: a key of its own, and none of the counts that the other has. */
    @Test
    void draftOfAKilledProcess_isMadeByAnotherAfterAMinuteWithItsKeyAndCounts() throws Exception {
        DailyDraft killed = store(root)
                .begin(proposal(DAY, counts("build", 4)), PROCESS_END)
                .orElseThrow();

        assertThat(store(root).begin(proposal(DAY.plusSeconds(60)), PROCESS_END))
                .isEmpty();
        DailyDraft again = store(root)
                .begin(proposal(DAY.plusSeconds(61), counts("test", 1)), PROCESS_END)
                .orElseThrow();

        assertThat(again.key()).isEqualTo(killed.key());
        assertThat(again.created()).isEqualTo(DAY);
        assertThat(names(again)).containsExactly(Map.entry("build", 4L));
        assertThat(store(root).begin(proposal(DAY.plusSeconds(90)), PROCESS_END))
                .isEmpty();
    }

    @Test
    void draftThatIsDone_isMadeByNobodyElse() throws Exception {
        DailyStore store = store(root);
        store.done(store.begin(proposal(DAY), PROCESS_END).orElseThrow().key());
        store.done("key-unknown");

        assertThat(store(root).begin(proposal(DAY.plusSeconds(3600)), PROCESS_END))
                .isEmpty();
    }

    @Test
    void peek_saysWhatBeginWouldAndChangesNothing() throws Exception {
        store(root).add(counts("build", 2), PROCESS_END);
        List<String> before = contents();

        assertThat(store(root).peek(proposal(DAY, counts("build", 1))))
                .map(DailyStores::names)
                .contains(Map.of("build", 3L));

        assertThat(contents()).isEqualTo(before);
    }

    @Test
    void clockThatJumps_causesNoSecondReportOfTheLastEightDates() throws Exception {
        DailyStore store = store(root);
        for (int day = 0; day < 8; day++) {
            DailyDraft draft = store.begin(proposal(DAY.plus(ONE_DAY.multipliedBy(day))), PROCESS_END)
                    .orElseThrow();
            store.done(draft.key());
        }
        for (int day = 0; day < 8; day++) {
            assertThat(store.begin(proposal(DAY.plus(ONE_DAY.multipliedBy(day))), PROCESS_END))
                    .isEmpty();
        }
        assertThat(store.begin(proposal(DAY.minus(ONE_DAY)), PROCESS_END)).isPresent();
    }

    /** By a process that could keep nothing while it made it. */
    @Test
    void reportThatWasMadeWithoutTheStore_isNotMadeAgain() throws Exception {
        DailyStore store = store(root);
        store.reported(LocalDate.ofInstant(DAY, ZoneOffset.UTC));
        store.reported(LocalDate.ofInstant(DAY, ZoneOffset.UTC));

        assertThat(store(root).begin(proposal(DAY), PROCESS_END)).isEmpty();
        assertThat(store.begin(proposal(DAY.plus(ONE_DAY)), PROCESS_END)).isPresent();
    }

    @Test
    void namesOfAnyKind_areKept() throws Exception {
        Map<String, Long> names = new LinkedHashMap<>();
        for (String name : List.of("", " ", "a\tb", "a\nb", "\\", "\\n", "\r", "\u2028", "💡", "crc32\t", "=")) {
            names.put(name, (long) names.size() + 1);
        }
        store(root).add(Map.of("a\tkey\n", names), PROCESS_END);

        assertThat(store(root).begin(proposal(DAY), PROCESS_END))
                .map(DailyDraft::counts)
                .contains(Map.of("a\tkey\n", names));
    }

    @Test
    void moreThanAHundredNames_areCountedAsOther() throws Exception {
        for (int i = 0; i < 150; i++) {
            store(root).add(counts("name-" + i, 2), PROCESS_END);
        }
        store(root).add(counts("x".repeat(65), 5), PROCESS_END);
        store(root).add(counts("name-7", Long.MAX_VALUE), PROCESS_END);

        Map<String, Long> names =
                names(store(root).begin(proposal(DAY), PROCESS_END).orElseThrow());

        assertThat(names)
                .hasSize(101)
                .containsEntry(DailyCounts.OTHER, 105L)
                .containsEntry("name-7", DailyCounts.MAX_COUNT);
    }

    @Test
    void oneSmallFileIsLeft() throws Exception {
        for (int i = 0; i < 20; i++) {
            store(root).add(counts("build", 1), POWER_LOSS);
        }

        assertThat(files()).containsExactly("20.daily");
        assertThat(Files.size(root.resolve("daily/20.daily"))).isLessThan(1_000);
    }

    /** What is not forced to the disk may be an empty file afterwards. */
    @Test
    void lossOfPower_losesNothingThatWasToSurviveIt() throws Exception {
        store(root).add(counts("build", 2), POWER_LOSS);
        store(root).add(counts("build", 3), PROCESS_END);
        store(root).add(counts("build", 4), PROCESS_END);
        assertThat(files()).containsExactly("1.daily", "3.daily");
        Files.write(root.resolve("daily/3.daily"), new byte[0]);

        store(root).add(counts("test", 1), PROCESS_END);
        assertThat(store(root).begin(proposal(DAY), PROCESS_END))
                .map(DailyStores::names)
                .contains(Map.of("build", 2L, "test", 1L));
        assertThat(files()).containsExactly("5.daily");
    }

    /** By {@code persist}, when a process has saved all counts a moment before, without waiting for the disk. */
    @Test
    void nothingMore_canBeAddedToHaveWhatIsThereSurviveALossOfPower() throws Exception {
        DailyStore store = store(root);
        store.add(counts("build", 2), PROCESS_END);
        store.add(Map.of(), POWER_LOSS);
        assertThat(files()).containsExactly("2.daily");
        store.add(counts("build", 3), PROCESS_END);
        Files.write(root.resolve("daily/3.daily"), new byte[0]);

        assertThat(store(root).begin(proposal(DAY), PROCESS_END))
                .map(DailyStores::names)
                .contains(Map.of("build", 2L));
    }

    @Test
    void nothingAddedToNothing_makesNoFile() throws Exception {
        store(root).add(Map.of(), POWER_LOSS);

        assertThat(root.resolve("daily")).doesNotExist();
    }

    @Test
    void reportThatWasBegunBeforeALossOfPower_isNotBegunAgain() throws Exception {
        String key = store(root)
                .begin(proposal(DAY, counts("build", 2)), PROCESS_END)
                .orElseThrow()
                .key();
        store(root).done(key);
        Files.write(root.resolve("daily/2.daily"), new byte[0]);

        assertThat(store(root).begin(proposal(DAY.plusSeconds(1)), PROCESS_END)).isEmpty();
        assertThat(store(root).begin(proposal(DAY.plusSeconds(120)), PROCESS_END))
                .as("not known to be done")
                .map(DailyDraft::key)
                .contains(key);
    }

    /** It makes the link, loses the answer, and tries again. */
    @Test
    void networkHomeThatDeniesALinkThatItMade_countsOnce() throws Exception {
        Disk disk = new Disk() {
            @Override
            void link(Path name, Path file) throws IOException {
                super.link(name, file);
                throw new FileAlreadyExistsException(name.toString());
            }
        };
        store(root, disk).add(counts("build", 2), PROCESS_END);

        assertThat(store(root).begin(proposal(DAY), PROCESS_END))
                .map(DailyStores::names)
                .contains(Map.of("build", 2L));
    }

    /** As on exFAT, or on some of FUSE. */
    private static Disk withoutLinks() {
        return new Disk() {
            @Override
            void link(Path name, Path file) throws IOException {
                throw new FileSystemException(name.toString(), file.toString(), "Operation not permitted");
            }
        };
    }

    @RepeatedTest(5)
    void withoutLinks_processesThatAddAtOnceLoseNothingAndBeginOnce() throws Exception {
        List<Optional<DailyDraft>> drafts = atOnce(6, () -> {
            DailyStore own = store(root, withoutLinks());
            for (int i = 0; i < 20; i++) {
                own.add(counts("build", 1), PROCESS_END);
            }
            return own.begin(proposal(DAY), PROCESS_END);
        });

        List<DailyDraft> made = drafts.stream().flatMap(Optional::stream).toList();
        assertThat(made).hasSize(1);
        DailyStore store = store(root, withoutLinks());
        store.done(made.get(0).key());
        Optional<DailyDraft> rest = store.begin(proposal(DAY.plus(ONE_DAY)), PROCESS_END);
        assertThat(sum(made.get(0)) + rest.map(this::sum).orElse(0L)).isEqualTo(120);
    }

    @Test
    void withoutLinks_aFullDiskLeavesNothingHalf() throws Exception {
        store(root, withoutLinks()).add(counts("build", 1), PROCESS_END);
        Disk full = new Disk() {
            @Override
            void link(Path name, Path file) throws IOException {
                throw new UnsupportedOperationException();
            }

            @Override
            void write(FileChannel channel, byte[] content) throws IOException {
                super.write(channel, new byte[] {content[0]});
                throw new IOException("no space left on device");
            }
        };
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> store(root, full).add(counts("build", 1), PROCESS_END));

        assertThat(files()).containsExactly("1.daily");
    }

    /** Processes that end, stop, or are stopped meanwhile: as of {@code make -j} and Ctrl-Z. */
    @Test
    void changeThatManyOthersFollowAtOnce_countsOnce() throws Exception {
        boolean[] others = {true};
        Disk slow = new Disk() {
            @Override
            void link(Path name, Path file) throws IOException {
                super.link(name, file);
                for (int i = 0; i < 40 && others[0]; i++) {
                    store(root).add(counts("others", 1), PROCESS_END);
                }
                others[0] = false;
            }
        };
        store(root, slow).add(counts("slow", 1), PROCESS_END);

        assertThat(store(root).begin(proposal(DAY), PROCESS_END))
                .map(DailyStores::names)
                .contains(Map.of("slow", 1L, "others", 40L));
    }

    /** Without an install ID no report can be made: on no day is another one left behind. */
    @Test
    void draftsThatNobodyCanMake_areFewAndLoseNoCount() throws Exception {
        long begun = 0;
        for (int day = 0; day < 40; day++) {
            DailyStore store = store(root);
            Instant now = DAY.plus(ONE_DAY.multipliedBy(day));
            store.add(counts("build", 1), PROCESS_END);
            Optional<DailyDraft> draft = store.begin(proposal(now), PROCESS_END);
            while (draft.isPresent() && !draft.get().created().equals(now)) {
                draft = store.begin(proposal(now), PROCESS_END);
            }
            begun += draft.map(this::sum).orElse(0L);
        }
        assertThat(begun).isEqualTo(8);

        DailyStore store = store(root);
        Instant later = DAY.plus(ONE_DAY.multipliedBy(41));
        long sum = 0;
        for (Optional<DailyDraft> draft = store.begin(proposal(later), PROCESS_END);
                draft.isPresent();
                draft = store.begin(proposal(later), PROCESS_END)) {
            sum += sum(draft.get());
            store.done(draft.get().key());
        }
        assertThat(sum).isEqualTo(40);
    }

    @Test
    void pipeInThePlaceOfTheFolder_isNotOpened() throws Exception {
        Files.createDirectories(root);
        assertThat(new ProcessBuilder("mkfifo", root.resolve("daily").toString())
                        .start()
                        .waitFor())
                .isZero();

        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> store(root).add(counts("build", 1), PROCESS_END))
                .withMessageContaining(root.toString());
    }

    /** A collector takes reports of 64 KiB. */
    @Test
    void countsThatAreTooMuchForAReport_waitForTheNext() throws Exception {
        Map<String, Map<String, Long>> all = new LinkedHashMap<>();
        long names = 0;
        for (int key = 0; key < 20; key++) {
            Map<String, Long> ofKey = new LinkedHashMap<>();
            for (int i = 0; i < 100; i++) {
                ofKey.put(i + "\u5b57".repeat(50), 1L);
                names++;
            }
            all.put("key-" + key, ofKey);
        }
        store(root).add(all, PROCESS_END);
        long sum = 0;
        int reports = 0;
        for (int day = 0; sum < names && day < 20; day++) {
            DailyStore store = store(root);
            DailyDraft draft = store.begin(proposal(DAY.plus(ONE_DAY.multipliedBy(day))), PROCESS_END)
                    .orElseThrow();
            assertThat(draft.counts().toString().getBytes(StandardCharsets.UTF_8))
                    .hasSizeLessThan(DailyCounts.MAX_BYTES);
            store.done(draft.key());
            for (Map<String, Long> each : draft.counts().values()) {
                sum += each.size();
            }
            reports++;
        }
        assertThat(sum).isEqualTo(names);
        assertThat(reports).isBetween(7, 10);
    }

    @Test
    void whatKilledProcessesDidNotFinish_isRemoved() throws Exception {
        store(root).add(counts("build", 1), PROCESS_END);
        Path unfinished = Files.write(root.resolve("daily/2.0a1b2c3d.daily.tmp"), new byte[10]);
        Files.setLastModifiedTime(unfinished, FileTime.from(Instant.now().minus(ONE_DAY)));

        store(root).add(counts("build", 1), PROCESS_END);
        assertThat(unfinished).doesNotExist();
    }

    /** Each of them is fresh, as in a process of its own. */
    @RepeatedTest(5)
    void tenAtOnce_makeOneReportAndLoseNoCount() throws Exception {
        List<Optional<DailyDraft>> drafts =
                atOnce(10, () -> store(root).begin(proposal(DAY, counts("build", 1)), PROCESS_END));
        Optional<DailyDraft> next = store(root).begin(proposal(DAY.plus(ONE_DAY)), PROCESS_END);

        List<DailyDraft> made = drafts.stream().flatMap(Optional::stream).toList();
        assertThat(made).hasSize(1);
        assertThat(next).map(DailyDraft::key).contains(made.get(0).key()); // Nobody said that it is done.
        DailyStore store = store(root);
        store.done(made.get(0).key());
        DailyDraft rest = store.begin(proposal(DAY.plus(ONE_DAY)), PROCESS_END).orElseThrow();
        assertThat(sum(made.get(0)) + sum(rest)).isEqualTo(10);
    }

    @Test
    void threadsThatAddAtOnce_loseNothing() throws Exception {
        DailyStore shared = store(root);
        atOnce(8, () -> {
            DailyStore own = store(root);
            for (int i = 0; i < 50; i++) {
                own.add(counts("own", 1), PROCESS_END);
                shared.add(counts("shared", 1), PROCESS_END);
            }
            return true;
        });

        assertThat(store(root).begin(proposal(DAY), PROCESS_END))
                .map(DailyStores::names)
                .contains(Map.of("own", 400L, "shared", 400L));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "garbage",
                "metriton-daily 1\n",
                "metriton-daily 1\ncount\tcommands\tbuild\t9\ncrc32\t00000000\n"
            })
    void damagedFile_losesItselfAndIsNoFigure(String content) throws Exception {
        store(root).add(counts("build", 9), PROCESS_END);
        Files.writeString(root.resolve("daily/1.daily"), content);
        FilesystemOutbox outbox = FilesystemOutbox.builder(root).build();

        Optional<DailyDraft> draft =
                outbox.dailyStore().orElseThrow().begin(proposal(DAY, counts("test", 1)), PROCESS_END);

        assertThat(draft).map(DailyStores::names).contains(Map.of("test", 1L));
        assertThat(outbox.problem()).hasValueSatisfying(text -> assertThat(text).contains("damaged", "lost"));
    }

    @Test
    void fileOfANewerVersion_isLeftAloneAndSaysSo() throws Exception {
        Files.createDirectories(root.resolve("daily"));
        Files.writeString(root.resolve("daily/7.daily"), "metriton-daily 2\nanything\n");

        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> store(root).add(counts("build", 1), PROCESS_END))
                .withMessageContaining("newer version")
                .withMessageContaining(root.toString());

        assertThat(files()).containsExactly("7.daily");
        assertThat(root.resolve("daily/7.daily")).hasContent("metriton-daily 2\nanything\n");
    }

    @Test
    void foldersLinksAndOddNames_areLeftAloneAndInNobodysWay() throws Exception {
        store(root).add(counts("build", 1), PROCESS_END);
        Path daily = root.resolve("daily");
        Files.createDirectories(daily.resolve("2.daily/in"));
        Files.createSymbolicLink(daily.resolve("3.daily"), root.resolve("elsewhere"));
        for (String odd : List.of("x.daily", ".daily", "9999999999999999.daily", "-5.daily", "4.daily.bak", "notes")) {
            Files.writeString(daily.resolve(odd), "mine");
        }

        store(root).add(counts("build", 1), PROCESS_END);

        assertThat(store(root).begin(proposal(DAY), PROCESS_END))
                .map(DailyStores::names)
                .contains(Map.of("build", 2L));
        assertThat(files()).contains("2.daily", "3.daily", "x.daily", "4.daily.bak", "notes");
        assertThat(root.resolve("elsewhere")).doesNotExist();
    }

    @Test
    void purge_deletesAll() throws Exception {
        FilesystemOutboxProvider provider = new FilesystemOutboxProvider();
        Map<String, String> environment = Map.of("XDG_STATE_HOME", root.toString());
        try (FilesystemOutbox outbox = (FilesystemOutbox) provider.open("greet", environment)) {
            outbox.dailyStore().orElseThrow().add(counts("build", 1), PROCESS_END);
            outbox.put(Reports.report(1), PROCESS_END);
        }

        provider.purge("greet", environment);

        assertThat(root).isEmptyDirectory();
        assertThat(root).exists();
    }

    private long sum(DailyDraft draft) {
        return names(draft).values().stream().mapToLong(Long::longValue).sum();
    }

    private List<String> files() throws IOException {
        return Reports.below(root.resolve("daily"));
    }

    private List<String> contents() throws IOException {
        List<String> contents = new ArrayList<>();
        for (String each : files()) {
            contents.add(each + ": " + Files.readString(root.resolve("daily").resolve(each)));
        }
        return contents;
    }

    private interface Work<T> {
        T run() throws Exception;
    }

    private static <T> List<T> atOnce(int many, Work<T> work) throws Exception {
        CyclicBarrier start = new CyclicBarrier(many);
        ExecutorService threads = Executors.newFixedThreadPool(many);
        try {
            List<Future<T>> running = new ArrayList<>();
            for (int i = 0; i < many; i++) {
                running.add(threads.submit(() -> {
                    start.await();
                    return work.run();
                }));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> each : running) {
                results.add(each.get());
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }
}
