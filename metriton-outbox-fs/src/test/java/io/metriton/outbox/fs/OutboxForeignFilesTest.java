package io.metriton.outbox.fs;

import static io.metriton.outbox.fs.Reports.ENDPOINT;
import static io.metriton.outbox.fs.Reports.keys;
import static io.metriton.outbox.fs.Reports.leave;
import static io.metriton.outbox.fs.Reports.leaveFile;
import static io.metriton.outbox.fs.Reports.nameOf;
import static io.metriton.outbox.fs.Reports.outbox;
import static io.metriton.outbox.fs.Reports.report;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.metriton.api.Outbox;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is in the folder and is no whole report of ours. */
class OutboxForeignFilesTest {
    @TempDir
    Path temp;

    @Test
    void damagedReport_isDiscardedAndTheOthersAreTakenOver() throws Exception {
        byte[] damaged = ReportFormat.encode(report(1));
        damaged[damaged.length - 1] ^= 1;
        leaveFile(root(), nameOf(report(1)), damaged);
        leaveFile(root(), nameOf(report(2)), Arrays.copyOf(damaged, damaged.length / 2));
        leaveFile(root(), nameOf(report(3)), new byte[0]);
        leaveFile(root(), nameOf(report(4)), new byte[500]);
        leaveFile(root(), nameOf(report(5)), ReportFormat.encode(report(5)));

        Outbox.TakenOver taken = takeOver(1);

        assertThat(keys(taken)).containsExactly("key-5");
        assertThat(taken.discarded()).isEqualTo(4);
        assertThat(root()).isEmptyDirectory();
    }

    @Test
    void wholeReportUnderTheNameOfAnother_isDiscarded() throws Exception {
        leaveFile(root(), nameOf(report(1)), ReportFormat.encode(report(2)));

        assertThat(takeOver(20).discarded()).isEqualTo(1);
        assertThat(Reports.files(root())).isEmpty();
    }

    @Test
    void fileLargerThanAnyReport_isDiscarded() throws Exception {
        leaveFile(root(), nameOf(report(1)), new byte[ReportFormat.MAX_BYTES + 1]);

        assertThat(takeOver(20).discarded()).isEqualTo(1);
        assertThat(Reports.files(root())).isEmpty();
    }

    @Test
    void reportOfANewerVersion_isLeftToIt() throws Exception {
        Path newer = leaveFile(root(), nameOf(report(1)), Reports.body("metriton-report 2\nwhatever"));

        Outbox.TakenOver taken = takeOver(20);

        assertThat(taken.reports()).isEmpty();
        assertThat(taken.discarded()).isZero();
        assertThat(newer).hasContent("metriton-report 2\nwhatever");
        try (FilesystemOutbox outbox = outbox(root()).build()) {
            assertThat(outbox.problem()).isEmpty();
            outbox.takeOver(ENDPOINT, 20);
            assertThat(outbox.problem()).contains(root() + ": 1 file of a newer version of this SDK, left alone");
            assertThat(outbox.removeTooOld(Reports.NOW.plus(Duration.ofDays(40))))
                    .isEmpty();
            Files.delete(newer);
            outbox.takeOver(ENDPOINT, 20);
            assertThat(outbox.problem()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"README", ".report", "1234567890123-k-00000000.report~", "x.tmp", "0000000000000.report"})
    void fileWithAForeignName_isNotTouched(String name) throws Exception {
        Path foreign = leaveFile(root(), name, Reports.body("foreign"));
        Files.writeString(root().resolve(name), "foreign");

        assertThat(takeOver(20).discarded()).isZero();

        assertThat(foreign).hasContent("foreign");
        assertThat(root().resolve(name)).hasContent("foreign");
    }

    @Test
    void unfinishedFile_isRemovedWhenItIsTenMinutesOldAndNotCounted() throws Exception {
        String unfinished = nameOf(report(1)) + ".tmp";
        Path file = leaveFile(root(), unfinished, Reports.body("metriton-rep"));
        Files.setLastModifiedTime(file, FileTime.from(Reports.NOW.minusSeconds(599)));

        assertThat(takeOver(20).discarded()).isZero();
        assertThat(file).exists();
        Files.setLastModifiedTime(file, FileTime.from(Reports.NOW.minusSeconds(601)));
        assertThat(takeOver(20).discarded()).isZero();

        assertThat(root()).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "a diary", "metrito!", "\0\0\0x"})
    void fileWithOurNameThatIsNoReport_isLeftAlone(String content) throws Exception {
        Path foreign = leaveFile(root(), nameOf(report(1)), Reports.body(content));

        assertThat(takeOver(20).discarded()).isZero();
        assertThat(foreign).hasContent(content);
    }

    @Test
    @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "pipes as on Unix")
    void pipes_areNotOpened_whereTheReadOnceHung() throws Exception {
        leave(root(), report(3));
        String claimed = Reports.claimedName(report(2), Reports.NOW.minusSeconds(1));
        for (String name : List.of(nameOf(report(1)), claimed, nameOf(report(2)) + ".tmp", "deliver.days")) {
            Process made = new ProcessBuilder("mkfifo", root().resolve(name).toString()).start();
            assumeTrue(made.waitFor(10, TimeUnit.SECONDS) && made.exitValue() == 0, "there is no mkfifo");
        }

        Outbox.TakenOver taken = takeOver(20);

        assertThat(keys(taken)).containsExactly("key-3");
        assertThat(taken.discarded()).isZero();
        assertThat(Reports.below(root())).hasSize(4);
        try (FilesystemOutbox outbox = outbox(root()).maxReports(1).build()) {
            outbox.put(report(4), Outbox.Durability.PROCESS_END);
            assertThat(outbox.removeTooOld(Reports.NOW.plus(Duration.ofDays(40))))
                    .containsExactly("key-4");
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> outbox.dayLog().orElseThrow().claim("deliver", LocalDate.EPOCH))
                    .withMessageContaining("deliver.days is no regular file, so no date can be remembered: remove it");
        }
    }

    @Test
    void folderWithTheNameOfAReport_isNotTouched() throws Exception {
        String old = nameOf(report("old", Reports.NOW.minus(Duration.ofDays(31))));
        for (String name : List.of(nameOf(report(1)), nameOf(report(2)) + ".tmp", old)) {
            Files.createDirectories(root().resolve(name));
        }

        assertThat(takeOver(20).discarded()).isZero();

        assertThat(Reports.files(root())).hasSize(3);
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "links need a privilege there")
    void symbolicLinks_areNotFollowed() throws Exception {
        Path outside = Files.createDirectories(temp.resolve("outside"));
        Path report = Files.write(outside.resolve(nameOf(report(1))), ReportFormat.encode(report(1)));
        Path old = outside.resolve(nameOf(report("old", Reports.NOW.minus(Duration.ofDays(31)))));
        Files.write(old, ReportFormat.encode(report(1)));
        Path folder = Files.createDirectories(root());
        Files.createSymbolicLink(folder.resolve(report.getFileName()), report);
        Files.createSymbolicLink(folder.resolve(old.getFileName()), old);

        Outbox.TakenOver taken = takeOver(20);

        assertThat(taken.reports()).isEmpty();
        assertThat(taken.discarded()).isZero();
        assertThat(Reports.below(outside)).hasSize(2);
        assertThat(Reports.files(folder)).hasSize(2);
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "links need a privilege there")
    void outboxThatIsItselfALink_isTheUsersChoice() throws Exception {
        Files.createDirectories(temp.resolve("elsewhere"));
        Files.createSymbolicLink(temp.resolve("outbox"), temp.resolve("elsewhere"));

        leave(temp.resolve("outbox"), report(1));

        assertThat(Reports.files(temp.resolve("elsewhere"))).hasSize(1);
        try (FilesystemOutbox outbox = outbox(temp.resolve("outbox")).build()) {
            assertThat(keys(outbox.takeOver(ENDPOINT, 20))).containsExactly("key-1");
        }
    }

    /** A name tells only eight digits of a hash, which two endpoints may share. */
    @Test
    void reportForAnEndpointWithTheSameHash_isLeftToIt() throws Exception {
        String content = new String(ReportFormat.encode(report(1)), StandardCharsets.UTF_8);
        URI twin = Collisions.of(ENDPOINT);
        String name = nameOf(report(1));
        leaveFile(root(), name, Reports.body(content.replace(ENDPOINT.toString(), twin.toString())));

        Outbox.TakenOver taken = takeOver(20);

        assertThat(taken.reports()).isEmpty();
        assertThat(taken.discarded()).isZero();
        assertThat(Reports.files(root())).containsExactly(name);
    }

    private Path root() {
        return temp.resolve("outbox");
    }

    private Outbox.TakenOver takeOver(int max) throws Exception {
        try (FilesystemOutbox outbox = outbox(root()).build()) {
            Outbox.TakenOver taken = outbox.takeOver(ENDPOINT, max);
            for (String key : keys(taken)) {
                outbox.remove(key);
            }
            return taken;
        }
    }
}
