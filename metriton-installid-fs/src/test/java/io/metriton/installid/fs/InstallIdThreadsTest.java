package io.metriton.installid.fs;

import static org.assertj.core.api.Assertions.assertThat;

import io.metriton.api.InstallIdProvider;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many threads of one JVM that want the id at the same moment. */
class InstallIdThreadsTest {
    private static final int THREADS = 32;

    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);

    @TempDir
    Path home;

    /** A provider and what it recorded. */
    private record Answer(String id, boolean created) {}

    @AfterEach
    void stopThreads() throws Exception {
        threads.shutdownNow();
        assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }

    @RepeatedTest(10)
    void emptyHome_allThreadsAgreeAndOneMadeTheId() throws Exception {
        assertAgreed(ask(List.of(new FilesystemInstallIdProvider())));
    }

    @RepeatedTest(10)
    void blankFile_allThreadsAgreeAndOneMadeTheId() throws Exception {
        Tree.write(home.resolve(".config/app/id"), "\n");

        assertAgreed(ask(List.of(new FilesystemInstallIdProvider())));
    }

    /** As after a loss of power: as many NULs as the file had bytes. */
    @ParameterizedTest
    @ValueSource(ints = {512, 513, 700, 1_023, 1_024})
    void largeBlankFile_allThreadsAgreeAndOneMadeTheId(int size) throws Exception {
        for (int round = 0; round < 5; round++) {
            Tree.write(home.resolve(".config/app/id"), "\0".repeat(size));

            assertAgreed(ask(List.of(new FilesystemInstallIdProvider())));
        }
    }

    /** The copy of each class loader once took its turns alone, and ran into the other's file lock. */
    @RepeatedTest(10)
    void blankFileAndTwoClassLoaders_allThreadsAgreeAndOneMadeTheId() throws Exception {
        Tree.write(home.resolve(".config/app/id"), "\n");
        URL classes = FilesystemInstallIdProvider.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation();
        try (OwnClasses one = new OwnClasses(classes);
                OwnClasses two = new OwnClasses(classes)) {
            assertAgreed(ask(List.of(one.provider(), two.provider())));
        }
    }

    private void assertAgreed(List<Answer> answers) throws Exception {
        assertThat(answers).hasSize(THREADS).extracting(Answer::id).containsOnly(answers.get(0).id);
        assertThat(answers.get(0).id).matches(Tree.UUID_PATTERN);
        assertThat(answers.stream().filter(Answer::created)).hasSize(1);
        assertThat(Tree.below(home)).containsExactly(".config", ".config/app", ".config/app/id");
        assertThat(home.resolve(".config/app/id")).hasContent(answers.get(0).id);
    }

    private List<Answer> ask(List<InstallIdProvider> providers) throws Exception {
        CyclicBarrier start = new CyclicBarrier(THREADS);
        List<Future<Answer>> asked = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            InstallIdProvider provider = providers.get(i % providers.size());
            asked.add(threads.submit(() -> {
                TestContext context = TestContext.home(home);
                start.await(10, TimeUnit.SECONDS);
                String id = provider.installId(context).orElseThrow();
                return new Answer(id, context.metadata().get("new_install").equals(true));
            }));
        }
        List<Answer> answers = new ArrayList<>();
        for (Future<Answer> each : asked) {
            answers.add(each.get(20, TimeUnit.SECONDS));
        }
        return answers;
    }

    /** Loads this module anew, as an application server does for each of its applications. */
    private static final class OwnClasses extends URLClassLoader {

        OwnClasses(URL classes) {
            super(new URL[] {classes}, InstallIdThreadsTest.class.getClassLoader());
        }

        InstallIdProvider provider() throws Exception {
            Class<?> type = loadClass(FilesystemInstallIdProvider.class.getName());
            assertThat(type).isNotEqualTo(FilesystemInstallIdProvider.class);
            return (InstallIdProvider) type.getConstructor().newInstance();
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                return name.startsWith("io.metriton.installid.fs.") && loaded == null
                        ? findClass(name)
                        : loaded != null ? loaded : super.loadClass(name, resolve);
            }
        }
    }
}
