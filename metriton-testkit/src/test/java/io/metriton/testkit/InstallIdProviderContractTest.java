package io.metriton.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.metriton.api.InstallIdContext;
import io.metriton.api.InstallIdProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The contract finds each fault: what is wrong fails, what is right passes, what cannot be shown is skipped aloud. */
@Timeout(60)
@Tag("long")
class InstallIdProviderContractTest {
    private static final String ONE_LINE = "id_isOneLineWithoutBlanksAround";
    private static final String SAME_PROVIDER = "sameProvider_givesTheSameIdAgain";
    private static final String FRESH_PROVIDER = "freshProvider_givesTheSameIdAgain";
    private static final String THREADS = "sixteenThreadsAtOnce_getOneIdInEveryRound";
    private static final String PROCESSES = "fourProcessesAtOnce_getOneIdInEveryRound";
    private static final String DECLINES = "notConcerned_isEmptyAndLeavesNothingBehind";
    private static final String FAILURE_NOT_KEPT = "failure_isNotKept";
    private static final String NOBODY_WAITS = "failure_leavesNobodyWaiting";
    private static final String PLACE = "everyFile_isInTheHomeOfTheContext";
    private static final String SOURCE = "source_touchesNothingAndDoesNotTellTheId";
    private static final String EXISTING = "existing_makesNothingAndTellsTheSameId";
    private static final String FORGET = "forget_leavesNoOtherIdAndMayBeCalledAgain";

    /** Toys are lambdas, which no other process can make. */
    abstract static class Toy extends InstallIdProviderContract {
        @Override
        protected Optional<String> whyNotInAnotherProcess() {
            return Optional.of("it is a toy");
        }

        static Path home(InstallIdContext context) {
            return Path.of(context.environment().getOrDefault("HOME", "/"));
        }
    }

    static class Constant extends Toy {
        @Override
        protected InstallIdProvider provider() {
            return context -> Optional.of("toy");
        }
    }

    @Test
    void constantId_passesAndWhatItCannotShowIsSkippedWithTheReason() {
        TestRun run = TestRun.of(Constant.class);

        assertThat(run.failed()).isEmpty();
        assertThat(run.passed())
                .containsExactlyInAnyOrder(
                        ONE_LINE, SAME_PROVIDER, FRESH_PROVIDER, THREADS, PLACE, SOURCE, EXISTING, FORGET);
        assertThat(run.skipped())
                .isEqualTo(Map.of(
                        PROCESSES, "not in another process: it is a toy",
                        DECLINES, "decliningContext is empty: the provider always has an answer",
                        FAILURE_NOT_KEPT, "breakHome does not hurt: the provider gave an id all the same",
                        NOBODY_WAITS, "breakHome does not hurt: the provider gave an id all the same"));
    }

    /** Reads what somebody else has written, as a licence. */
    static class Licensed extends Toy {
        @Override
        protected void prepareHome(Path home) throws IOException {
            Files.writeString(home.resolve("licence"), "4711");
        }

        @Override
        protected InstallIdProvider provider() {
            return context -> Optional.of(Files.readString(home(context).resolve("licence")));
        }
    }

    @Test
    void preparedHome_isTheProvidersWhateverTheTest() {
        TestRun run = TestRun.of(Licensed.class);

        assertThat(run.failed()).isEmpty();
        assertThat(run.skipped()).containsOnlyKeys(PROCESSES, DECLINES);
    }

    static class Blank extends Toy {
        @Override
        protected InstallIdProvider provider() {
            return context -> Optional.of(" ");
        }
    }

    static class LineEnd extends Toy {
        @Override
        protected InstallIdProvider provider() {
            return context -> Optional.of("toy\n");
        }
    }

    static class TwoLines extends Toy {
        @Override
        protected InstallIdProvider provider() {
            return context -> Optional.of("toy\nanother");
        }
    }

    @Test
    void blankOrLinesOrBlanksAround_failsThatTest() {
        assertFails(Blank.class, ONE_LINE);
        assertFails(LineEnd.class, ONE_LINE);
        assertFails(TwoLines.class, ONE_LINE);
    }

    static class Unstable extends Toy {
        @Override
        protected InstallIdProvider provider() {
            return context -> Optional.of(UUID.randomUUID().toString());
        }
    }

    @Test
    void anotherIdEachTime_failsAllTestsOfStability() {
        assertFails(Unstable.class, SAME_PROVIDER, FRESH_PROVIDER, THREADS);
    }

    static class InMemory extends Toy {
        @Override
        protected InstallIdProvider provider() {
            String id = UUID.randomUUID().toString();
            return context -> Optional.of(id);
        }
    }

    @Test
    void anotherIdOfEachProvider_failsWhereThereAreSeveral() {
        assertFails(InMemory.class, FRESH_PROVIDER, THREADS);
    }

    static class OfTheThread extends Toy {
        @Override
        protected InstallIdProvider provider() {
            return context -> Optional.of(Thread.currentThread().getName());
        }
    }

    @Test
    void anotherIdOfEachThread_failsThatTest() {
        assertFails(OfTheThread.class, THREADS);
    }

    /** A process can make it. */
    public static final class PerProcess implements InstallIdProvider {
        @Override
        public Optional<String> installId(InstallIdContext context) {
            System.out.println("said by a provider, and not an answer");
            return Optional.of("id of " + ProcessHandle.current().pid());
        }
    }

    static class OfTheProcess extends InstallIdProviderContract {
        @Override
        protected InstallIdProvider provider() {
            return new PerProcess();
        }
    }

    @Test
    void anotherIdOfEachProcess_failsThatTest() {
        assertFails(OfTheProcess.class, PROCESSES);
    }

    static class NotPublic extends InstallIdProviderContract {
        @Override
        protected InstallIdProvider provider() {
            return context -> Optional.of("toy");
        }
    }

    @Test
    void providerThatNoProcessCanMake_failsWithTheWayOut() {
        Throwable failure = TestRun.of(NotPublic.class).failed().get(PROCESSES);

        assertThat(failure)
                .hasMessageStartingWith("the provider cannot be made in another process (java.lang.")
                .hasMessageEndingWith("): make it public with a public constructor without parameters, or override"
                        + " whyNotInAnotherProcess()");
    }

    static class Eager extends Constant {
        @Override
        protected Optional<InstallIdContext> decliningContext(Path home) {
            return Optional.of(context(Map.of()));
        }
    }

    static class Untidy extends Toy {
        @Override
        protected InstallIdProvider provider() {
            return context -> {
                if (context.environment().containsKey("ACME")) {
                    Files.writeString(Path.of(context.environment().get("ACME"), "left"), "behind");
                    return Optional.empty();
                }
                return Optional.of("toy");
            };
        }

        @Override
        protected Optional<InstallIdContext> decliningContext(Path home) {
            return Optional.of(context(Map.of("ACME", home.toString())));
        }
    }

    @Test
    void declinesNotOrLeavesSomethingBehind_failsThatTest() {
        assertFails(Eager.class, DECLINES);
        assertFails(Untidy.class, DECLINES);
    }

    /** Fails as long as its home is no folder. */
    abstract static class Breakable extends Toy {
        static String idIn(Path home) throws IOException {
            if (!Files.isDirectory(home)) {
                throw new IOException("no folder");
            }
            return "toy";
        }
    }

    static class FailureKept extends Breakable {
        @Override
        protected InstallIdProvider provider() {
            IOException[] failure = new IOException[1];
            return context -> {
                if (failure[0] != null) {
                    throw failure[0];
                }
                try {
                    return Optional.of(idIn(home(context)));
                } catch (IOException e) {
                    failure[0] = e;
                    throw e;
                }
            };
        }
    }

    @Test
    void failureKept_failsThatTest() {
        assertFails(FailureKept.class, FAILURE_NOT_KEPT);
    }

    static class LockHeld extends Breakable {
        @Override
        protected InstallIdProvider provider() {
            ReentrantLock lock = new ReentrantLock();
            return context -> {
                lock.lock();
                String id = idIn(home(context));
                lock.unlock();
                return Optional.of(id);
            };
        }

        @Override
        Duration patience() {
            return Duration.ofSeconds(1);
        }
    }

    @Test
    void lockHeldAfterAFailure_failsThatTest() {
        Throwable failure = assertFails(LockHeld.class, NOBODY_WAITS);

        assertThat(failure).hasMessage("a thread has no answer after PT1S: is a lock held?");
    }

    static class Elsewhere extends Toy {
        @Override
        protected InstallIdProvider provider() {
            return context -> {
                Path userHome = Path.of(System.getProperty("user.home"));
                if (userHome.endsWith("user.home")) { // In the test that watches; else it is the developer's own.
                    Files.writeString(userHome.resolve("toy"), "toy");
                }
                return Optional.of("toy");
            };
        }
    }

    static class Temporary extends Toy {
        static final Path FOLDER = Path.of(System.getProperty("java.io.tmpdir"));

        @Override
        protected InstallIdProvider provider() {
            return context -> {
                Path file = FOLDER.resolve("toy-" + context.application());
                if (!Files.exists(file)) {
                    Files.writeString(file, "toy");
                    file.toFile().deleteOnExit();
                }
                return Optional.of("toy");
            };
        }
    }

    @Test
    void fileOutsideTheHome_failsThatTestAndUserHomeIsAsBefore() {
        String userHome = System.getProperty("user.home");

        assertThat(assertFails(Elsewhere.class, PLACE)).hasMessageContaining("user.home");
        assertThat(assertFails(Temporary.class, PLACE)).hasMessageContaining("toy-contract-");

        assertThat(System.getProperty("user.home")).isEqualTo(userHome);
    }

    /** Tells what must not be told. */
    static final class Telling implements InstallIdProvider {
        @Override
        public Optional<String> installId(InstallIdContext context) {
            return Optional.of("toy");
        }

        @Override
        public String source(InstallIdContext context) {
            return "the id is toy";
        }
    }

    static class SourceTells extends Toy {
        @Override
        protected InstallIdProvider provider() {
            return new Telling();
        }
    }

    @Test
    void sourceTellsTheId_failsThatTest() {
        assertFails(SourceTells.class, SOURCE);
    }

    /** Keeps its id in a file, and does something wrong with it. */
    abstract static class Kept implements InstallIdProvider {
        static Path file(InstallIdContext context) {
            return Toy.home(context).resolve("id");
        }

        @Override
        public Optional<String> installId(InstallIdContext context) throws IOException {
            if (!Files.exists(file(context))) {
                Files.writeString(file(context), "toy");
            }
            return Optional.of("toy");
        }
    }

    static class ExistingMakesOne extends Toy {
        @Override
        protected InstallIdProvider provider() {
            return new Kept() {
                @Override
                public Optional<String> existing(InstallIdContext context) throws IOException {
                    return installId(context);
                }
            };
        }
    }

    static class ExistingIsAnother extends Toy {
        @Override
        protected InstallIdProvider provider() {
            return new Kept() {
                @Override
                public Optional<String> existing(InstallIdContext context) {
                    return Files.exists(file(context)) ? Optional.of("another") : Optional.empty();
                }
            };
        }
    }

    @Test
    void existingMakesAnIdOrTellsAnother_failsThatTest() {
        assertFails(ExistingMakesOne.class, EXISTING);
        assertThat(TestRun.of(ExistingIsAnother.class).failed()).containsOnlyKeys(EXISTING, FORGET);
    }

    static class ForgetOnlyOnce extends Toy {
        @Override
        protected InstallIdProvider provider() {
            return new Kept() {
                @Override
                public void forget(InstallIdContext context) throws IOException {
                    Files.delete(file(context));
                }
            };
        }
    }

    @Test
    void forgetFailsWhereNoIdIs_failsThatTest() {
        assertFails(ForgetOnlyOnce.class, FORGET);
    }

    /** Exactly these tests fail; the failure of the first. */
    private static Throwable assertFails(Class<? extends InstallIdProviderContract> contract, String... tests) {
        TestRun run = TestRun.of(contract);
        assertThat(run.failed()).containsOnlyKeys(tests);
        assertThat(run.failed().size() + run.passed().size() + run.skipped().size())
                .isEqualTo(12);
        return run.failed().get(tests[0]);
    }
}
