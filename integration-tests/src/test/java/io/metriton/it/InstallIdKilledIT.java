package io.metriton.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.metriton.api.InstallIdProvider;
import io.metriton.installid.fs.FilesystemInstallIdProvider;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process that is killed while it makes the id leaves no part of one. The parent watches the folder, and kills as soon
 * as it sees the step that it waits for, or up to a few hundred microseconds later.
 */
@Timeout(90)
@Tag("long")
class InstallIdKilledIT {
    private static final String ID = "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}";
    private static final int KILLS = Integer.getInteger("metriton.kills");
    private static final int MAX_DELAY_MICROS = 400;

    /** What to wait for, in the application's folder, before a kill. */
    private static final List<Predicate<File>> STEPS = List.of(
            folder -> true,
            File::isDirectory,
            folder -> temporarySize(folder) >= 0,
            folder -> temporarySize(folder) > 0,
            folder -> new File(folder, "id").exists(),
            InstallIdKilledIT::isDone);

    private final Random random = new Random(42);

    @TempDir
    Path root;

    @Test
    void killedAnywhereOnAnEmptyHomeManyTimes_idIsAbsentOrWholeAndTheNextRunGetsOne(TestReporter reporter)
            throws Exception {
        killRepeatedly(7 * KILLS, null, reporter);
    }

    @Test
    void killedAnywhereOnABlankFileManyTimes_idIsAsBeforeOrWholeAndTheNextRunGetsOne(TestReporter reporter)
            throws Exception {
        killRepeatedly(3 * KILLS, "\n", reporter);
    }

    private void killRepeatedly(int kills, String blank, TestReporter reporter) throws Exception {
        Map<String, Integer> seen = new TreeMap<>();
        Path gate = Files.createFile(root.resolve("gate"));
        ChildJvm next = worker(gate);
        for (int kill = 0; kill < kills; kill++) {
            Path home = Files.createDirectory(root.resolve("home" + kill));
            Path id = home.resolve(".config/app/id");
            if (blank != null) {
                Files.createDirectories(id.getParent());
                Files.writeString(id, blank);
            }
            try (ChildJvm child = next) {
                next = worker(gate); // Starts up meanwhile.
                killAt(STEPS.get(kill % STEPS.size()), child, home);
            }
            seen.merge(assertWholeOr(blank, id), 1, Integer::sum);
        }
        next.close();
        reporter.publishEntry("left behind after " + kills + " kills", seen.toString());
        assertThat(seen).as("the kills hit different steps").hasSizeGreaterThan(1);
    }

    private void killAt(Predicate<File> step, ChildJvm child, Path home) throws Exception {
        File folder = home.resolve(".config/app").toFile();
        child.tell(home.toString());
        assertThat(child.hear()).isEqualTo("ready");
        long giveUp = System.nanoTime() + 10_000_000_000L;
        while (!step.test(folder) && !isDone(folder) && System.nanoTime() < giveUp) {
            Thread.onSpinWait();
        }
        long until = System.nanoTime() + random.nextInt(MAX_DELAY_MICROS) * 1000L * random.nextInt(2);
        while (System.nanoTime() < until) {
            Thread.onSpinWait();
        }
        child.kill();
    }

    /** Looks at what the killed process left, and that the next one gets along with it; what was there, for people. */
    private static String assertWholeOr(String blank, Path id) throws Exception {
        Path folder = id.getParent();
        String left = Files.exists(folder) ? describe(folder) : "nothing";
        // On a blank file the ID is appended, and the blank lines before it go when its writer comes to it.
        String content = Files.exists(id) ? Files.readString(id) : null;
        String before = content == null || content.equals(blank) ? content : content.strip();
        if (before != null && !before.equals(blank)) {
            assertThat(before).as("left behind: %s", left).matches(ID);
        }
        String home = folder.getParent().getParent().toString();
        String answer = InstallIdWorker.ask(home);
        if (before == null || before.equals(blank)) {
            assertThat(answer).as("left behind: %s", left).matches(ID + " true");
        } else {
            assertThat(answer).isEqualTo(before + " false");
        }
        assertThat(Files.readString(id).strip()).isEqualTo(answer.split(" ", -1)[0]);
        return left;
    }

    private static String describe(Path folder) {
        File[] files = folder.toFile().listFiles();
        return files.length == 0
                ? "folder"
                : Arrays.stream(files)
                        .map(file -> (file.getName().endsWith(".tmp") ? "temporary" : file.getName()) + " of "
                                + file.length())
                        .sorted()
                        .collect(Collectors.joining(", "));
    }

    private static boolean isDone(File folder) {
        return new File(folder, "id").length() > 1;
    }

    /** The size of the temporary file; negative if there is none. */
    private static long temporarySize(File folder) {
        File[] found = folder.listFiles((parent, name) -> name.endsWith(".tmp"));
        return found == null || found.length == 0 ? -1 : found[0].length();
    }

    private static ChildJvm worker(Path gate) throws Exception {
        return ChildJvm.start(
                InstallIdWorker.class,
                ChildJvm.classPathOf(InstallIdWorker.class, FilesystemInstallIdProvider.class, InstallIdProvider.class),
                Map.of(),
                List.of(),
                gate.toString(),
                "1");
    }
}
