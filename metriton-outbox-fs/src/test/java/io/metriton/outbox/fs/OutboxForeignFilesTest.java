package io.metriton.outbox.fs;

import static io.metriton.outbox.fs.Reports.ENDPOINT;
import static io.metriton.outbox.fs.Reports.STRANGER;
import static io.metriton.outbox.fs.Reports.keys;
import static io.metriton.outbox.fs.Reports.leave;
import static io.metriton.outbox.fs.Reports.leaveFile;
import static io.metriton.outbox.fs.Reports.nameOf;
import static io.metriton.outbox.fs.Reports.outbox;
import static io.metriton.outbox.fs.Reports.report;
import static org.assertj.core.api.Assertions.assertThat;

import io.metriton.api.Outbox;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
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
    }

    @Test
    void reportOfANewerVersionThatIsTooOld_isDiscarded() throws Exception {
        String old = nameOf(report("old", Reports.NOW.minus(Duration.ofDays(31))));
        leaveFile(root(), old, Reports.body("metriton-report 2\nwhatever"));

        assertThat(takeOver(20).discarded()).isEqualTo(1);
        assertThat(Reports.files(root())).isEmpty();
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

    @ParameterizedTest
    @ValueSource(
            strings = {"backup", "00000000-0000-4000-8000-00000000000", "00000000-0000-4000-8000-00000000000G", ".git"})
    void folderWithAForeignName_isNotTouched(String name) throws Exception {
        Path report = Files.createDirectories(root().resolve(name)).resolve(nameOf(report(1)));
        Files.write(report, ReportFormat.encode(report(1)));

        assertThat(takeOver(20).reports()).isEmpty();

        assertThat(report).exists();
    }

    @Test
    void unfinishedFileOfAnOwnerThatHasEnded_isRemovedAndNotCounted() throws Exception {
        leaveFile(root(), nameOf(report(1)) + ".tmp", Reports.body("metriton-rep"));

        assertThat(takeOver(20).discarded()).isZero();

        assertThat(root()).isEmptyDirectory();
    }

    @Test
    void folderWithTheNameOfAReport_isNotTouched() throws Exception {
        String old = nameOf(report("old", Reports.NOW.minus(Duration.ofDays(31))));
        for (String name : List.of(nameOf(report(1)), nameOf(report(2)) + ".tmp", old)) {
            Files.createDirectories(root().resolve(STRANGER).resolve(name));
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
        Path folder = Files.createDirectories(root().resolve(STRANGER));
        Files.createSymbolicLink(folder.resolve(report.getFileName()), report);
        Files.createSymbolicLink(folder.resolve(old.getFileName()), old);
        Files.createSymbolicLink(root().resolve(STRANGER.replace('8', '9')), outside);

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
