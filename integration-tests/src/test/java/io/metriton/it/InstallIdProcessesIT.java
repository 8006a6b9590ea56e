package io.metriton.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.metriton.api.InstallIdProvider;
import io.metriton.installid.fs.FilesystemInstallIdProvider;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Processes that start at the same moment agree on one id, in every single round. */
@Timeout(60)
@Tag("long")
class InstallIdProcessesIT {
    private static final int PROCESSES = 10;
    private static final int ROUNDS = 50;
    private static final String ID = "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}";

    @TempDir
    Path folder;

    @Test
    void emptyHome_tenProcessesAgreeInFiftyOfFiftyRounds() throws Exception {
        assertThat(disagreements(PROCESSES, 1, null)).isEmpty();
    }

    @Test
    void blankFile_tenProcessesAgreeInFiftyOfFiftyRounds() throws Exception {
        assertThat(disagreements(PROCESSES, 1, "\n")).isEmpty();
    }

    /** A thread that read the blank file and closed it once took the file lock away from another of its process. */
    @Test
    void blankFile_fourProcessesOfFourThreadsAgreeInFiftyOfFiftyRounds() throws Exception {
        assertThat(disagreements(4, 4, "\n")).isEmpty();
    }

    /** What went wrong in which of the rounds. */
    private List<String> disagreements(int processes, int threads, String blank) throws Exception {
        Path gate = Files.createFile(folder.resolve("gate"));
        List<ChildJvm> children = new ArrayList<>();
        List<String> disagreements = new ArrayList<>();
        try (FileChannel channel = FileChannel.open(gate, StandardOpenOption.WRITE)) {
            for (int i = 0; i < processes; i++) {
                children.add(worker(gate, threads));
            }
            for (int round = 0; round < ROUNDS; round++) {
                Path home = Files.createDirectory(folder.resolve("home" + round));
                if (blank != null) {
                    Files.createDirectories(home.resolve(".config/app"));
                    Files.writeString(home.resolve(".config/app/id"), blank);
                }
                List<String> answers = askAll(children, channel, home);
                if (!agree(home, answers)) {
                    disagreements.add("round " + round + ": " + answers);
                }
            }
        } finally {
            for (ChildJvm child : children) {
                child.close();
            }
        }
        return disagreements;
    }

    private static List<String> askAll(List<ChildJvm> children, FileChannel gate, Path home) throws Exception {
        try (FileLock closed = gate.lock()) {
            assertThat(closed.isValid()).isTrue();
            for (ChildJvm child : children) {
                child.tell(home.toString());
            }
            for (ChildJvm child : children) {
                assertThat(child.hear()).isEqualTo("ready");
            }
        }
        List<String> answers = new ArrayList<>();
        for (ChildJvm child : children) {
            answers.addAll(List.of(child.hear().split(";", -1)));
        }
        return answers;
    }

    /** Whether all have the id that is in the file, exactly one says that it made it, and nothing else is left. */
    private static boolean agree(Path home, List<String> answers) throws Exception {
        String id = Files.readString(home.resolve(".config/app/id"));
        List<String> expected = new ArrayList<>(Collections.nCopies(answers.size() - 1, id + " false"));
        expected.add(id + " true");
        try (Stream<Path> left = Files.list(home.resolve(".config/app"))) {
            return id.matches(ID)
                    && answers.stream().sorted().toList().equals(expected)
                    && left.toList().equals(List.of(home.resolve(".config/app/id")));
        }
    }

    private static ChildJvm worker(Path gate, int threads) throws Exception {
        return ChildJvm.start(
                InstallIdWorker.class,
                ChildJvm.classPathOf(InstallIdWorker.class, FilesystemInstallIdProvider.class, InstallIdProvider.class),
                Map.of(),
                List.of(),
                gate.toString(),
                String.valueOf(threads));
    }
}
