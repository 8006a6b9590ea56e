package io.metriton.outbox.fs;

import static io.metriton.api.Outbox.Durability.POWER_LOSS;
import static io.metriton.api.Outbox.Durability.PROCESS_END;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.metriton.api.DailyDraft;
import io.metriton.api.DailyStore;
import io.metriton.api.DayLog;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that no version of this SDK has left like this, in the folder of an outbox: they cost themselves, and nothing else. */
class StrangeFilesTest {
    private static final Instant NOW = Instant.parse("2026-11-25T10:00:00Z");
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 25);

    @TempDir
    private Path root;

    private Path daily;

    @BeforeEach
    void make() throws IOException {
        daily = Files.createDirectory(root.resolve("daily"));
    }

    private FilesystemOutbox outbox() {
        return FilesystemOutbox.builder(root).build();
    }

    private DailyStore store() {
        return outbox().dailyStore().orElseThrow();
    }

    private static Map<String, Map<String, Long>> once() {
        return Map.of("commands", Map.of("build", 1L));
    }

    private long counted() throws IOException {
        DailyDraft draft =
                store().begin(new DailyDraft("key", NOW, Map.of()), PROCESS_END).orElseThrow();
        return draft.counts().getOrDefault("commands", Map.of()).getOrDefault("build", 0L);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "999999999999999.daily",
                "999999999999998.daily",
                "100000000000000.daily",
                "5000.daily",
                "07.daily",
                "0.daily"
            })
    void stateThatNobodyWrote_isPassedOver(String name) throws IOException {
        Files.createFile(daily.resolve(name));

        store().add(once(), PROCESS_END);
        store().add(once(), POWER_LOSS);
        store().add(once(), PROCESS_END);

        assertThat(counted()).isEqualTo(3);
        assertThat(daily.resolve(name)).exists();
    }

    /** It is whole, so it holds; there is no room above it. */
    @Test
    void stateOfTheHighestNumber_isSaidAndLeavesNothingBehind() throws IOException {
        store().add(once(), PROCESS_END);
        Files.move(daily.resolve("1.daily"), daily.resolve("999999999999999.daily"));

        assertThatIOException()
                .isThrownBy(() -> store().add(once(), PROCESS_END))
                .withMessageContaining("too high");

        assertThat(daily).isDirectoryContaining("glob:**/999999999999999.daily");
        assertThat(Reports.below(daily)).hasSize(1);
    }

    @Test
    void datesOfAnEmptyFile_goWithTheOutbox() throws IOException {
        Path days = Files.createFile(root.resolve("delivery.days"));

        Purge.run(new OutboxFolder(new Disk(), root));

        assertThat(days).doesNotExist();
    }

    @Test
    void stateFarAhead_isPassedOverOnceItIsReached() throws IOException {
        Files.createFile(daily.resolve("1005.daily"));

        for (int i = 0; i < 1_020; i++) {
            store().add(once(), PROCESS_END);
        }

        assertThat(counted()).isEqualTo(1_020);
    }

    @Test
    void hugeState_isNotRead() throws IOException {
        store().add(once(), PROCESS_END);
        try (RandomAccessFile file =
                new RandomAccessFile(daily.resolve("2.daily").toFile(), "rw")) {
            file.setLength(1L << 40);
        }

        store().add(once(), PROCESS_END);

        assertThat(counted()).isEqualTo(2);
    }

    /** An editor, or a version control system, that changes the ends of lines. */
    @Test
    void stateWithOtherEndsOfLines_isDamagedAndNotOfANewerVersion() throws IOException {
        store().add(once(), PROCESS_END);
        Path state = daily.resolve("1.daily");
        Files.writeString(state, Files.readString(state).replace("\n", "\r\n"));

        store().add(once(), PROCESS_END);

        assertThat(counted()).isEqualTo(1);
    }

    @Test
    void stateThatIsCutOffInItsFirstLine_isDamaged() throws IOException {
        store().add(once(), PROCESS_END);
        Path state = daily.resolve("1.daily");
        for (int length = "metriton-daily 1\n".length(); length >= 0; length--) {
            Files.write(state, Arrays.copyOf("metriton-daily 1\n".getBytes(StandardCharsets.UTF_8), length));
            store().add(Map.of(), PROCESS_END);
        }
        store().add(once(), PROCESS_END);

        assertThat(counted()).isEqualTo(1);
    }

    @Test
    void datesWithOtherEndsOfLines_areRead() throws IOException {
        DayLog log = outbox().dayLog().orElseThrow();
        log.record("delivery", TODAY);
        Path days = root.resolve("delivery.days");
        Files.writeString(days, Files.readString(days).replace("\n", "\r\n"));

        assertThat(log.claim("delivery", TODAY)).isFalse();
        assertThat(log.claim("delivery", TODAY.plusDays(1))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "expense.claim",
                "deliver.0-mine.claim",
                "notes.days",
                "my.days.off.tmp",
                "2026 plan.daily.tmp",
                "2026.notes.daily.tmp",
                "2026-11-26-10-scan.report"
            })
    void fileOfTheUser_stays(String name) throws IOException {
        Path file = Files.writeString(root.resolve(name), "mine");
        Files.setLastModifiedTime(file, FileTime.from(NOW.minusSeconds(86_400)));
        Path inDaily = Files.writeString(daily.resolve(name), "mine");
        Files.setLastModifiedTime(inDaily, FileTime.from(NOW.minusSeconds(86_400)));
        store().add(once(), PROCESS_END);

        Purge.run(new OutboxFolder(new Disk(), root));

        assertThat(file).hasContent("mine");
        assertThat(inDaily).hasContent("mine");
    }
}
