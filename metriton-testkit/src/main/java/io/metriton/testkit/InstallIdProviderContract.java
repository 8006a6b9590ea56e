package io.metriton.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.metriton.api.InstallIdContext;
import io.metriton.api.InstallIdProvider;
import io.metriton.api.support.InstallIdText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.Isolated;
import org.opentest4j.TestAbortedException;

/**
 * What every {@link InstallIdProvider} has to do, as tests: a subclass in the tests of a provider gives
 * {@link #provider()} and inherits them all. Each test has an empty home folder of its own. What a provider cannot show
 * is reported as skipped, with the reason. One test sets the system property {@code user.home} for a moment, others
 * look at what appears in shared folders: where tests run in parallel, they run alone, in one thread.
 */
@Isolated
@Execution(ExecutionMode.SAME_THREAD)
@Timeout(120)
public abstract class InstallIdProviderContract {
    /** What goes wrong between threads or processes seldom does so at once. */
    private static final int ROUNDS = 10;

    private final String application = "contract-" + UUID.randomUUID();

    @TempDir
    Path folder;

    private Path home;

    /** For subclasses. */
    protected InstallIdProviderContract() {}

    /**
     * Makes a fresh provider, as a program does that has just started.
     *
     * @return another object each time
     * @throws Exception fails the test
     */
    protected abstract InstallIdProvider provider() throws Exception;

    /**
     * Whom the id is for.
     *
     * @param home an empty folder
     * @return by default an application of its own in each test, and an environment with {@code HOME},
     *     {@code XDG_CONFIG_HOME} and {@code APPDATA} in that folder
     */
    protected InstallIdContext context(Path home) {
        return context(ContractContext.environment(home));
    }

    /**
     * A context for {@link #context(Path)} and {@link #decliningContext} to give.
     *
     * @param environment all variables that the provider is to see
     * @return with an application of its own in each test
     */
    protected final InstallIdContext context(Map<String, String> environment) {
        return new ContractContext(application, "1.0.0", Map.copyOf(environment));
    }

    /**
     * A context in which the provider has no answer, so that the next one is asked.
     *
     * @param home as {@link #prepareHome} left it
     * @return empty by default: this provider always has an answer
     */
    protected Optional<InstallIdContext> decliningContext(Path home) {
        return Optional.empty();
    }

    /**
     * Makes it impossible to find the id.
     *
     * @param home by default replaced by a file
     * @throws IOException fails the test
     */
    protected void breakHome(Path home) throws IOException {
        try (Stream<Path> all = Files.walk(home)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
        Files.writeString(home, "a file where a folder should be");
    }

    /**
     * Takes back what {@link #breakHome} did.
     *
     * @param home by default replaced by an empty folder
     * @throws IOException fails the test
     */
    protected void mendHome(Path home) throws IOException {
        Files.delete(home);
        Files.createDirectory(home);
    }

    /**
     * Puts into a home folder what the provider reads there. Called once for each home, also after {@link #mendHome};
     * nothing by default.
     *
     * @param home exists, and is empty
     * @throws IOException fails the test
     */
    protected void prepareHome(Path home) throws IOException {}

    /**
     * Why the provider cannot be made in another process, where its class is all that is known.
     *
     * @return empty by default: it is public, and has a public constructor without parameters
     */
    protected Optional<String> whyNotInAnotherProcess() {
        return Optional.empty();
    }

    Duration patience() {
        return Duration.ofSeconds(20);
    }

    @BeforeEach
    final void makeHome() throws IOException {
        home = newHome("home");
    }

    private Path newHome(String name) throws IOException {
        Path made = Files.createDirectory(folder.resolve(name));
        prepareHome(made);
        return made;
    }

    /** Blank means "ask the next"; a line end or blank would be part of the id, and another id for who trims it. */
    @Test
    void id_isOneLineWithoutBlanksAround() throws Exception {
        String id = id(provider());

        assertThat(id).as("the id").isNotBlank().isEqualTo(id.strip());
        assertThat(InstallIdText.isId(id))
                .as("\"%s\" is one line of 1 to 128 printable characters, as a report needs it", id)
                .isTrue();
    }

    @Test
    void sameProvider_givesTheSameIdAgain() throws Exception {
        InstallIdProvider provider = provider();

        assertThat(id(provider)).as("the second id").isEqualTo(id(provider));
    }

    @Test
    void freshProvider_givesTheSameIdAgain() throws Exception {
        assertThat(id(provider()))
                .as("the id that a program gets that has just started")
                .isEqualTo(id(provider()));
    }

    /** Half of them ask one provider, half of them a provider of their own. */
    @Test
    void sixteenThreadsAtOnce_getOneIdInEveryRound() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            home = newHome("home" + round);
            InstallIdProvider shared = provider();
            Threads threads = new Threads(patience());
            for (int i = 0; i < 16; i++) {
                InstallIdProvider provider = i % 2 == 0 ? shared : provider();
                threads.add(() -> id(provider));
            }

            assertThat(threads.answers().stream().distinct())
                    .as("the ids of sixteen threads that asked at once, in round " + round)
                    .hasSize(1);
        }
    }

    @Test
    void fourProcessesAtOnce_getOneIdInEveryRound() throws Exception {
        Optional<String> whyNot = whyNotInAnotherProcess();
        if (whyNot.isPresent()) {
            throw new TestAbortedException("not in another process: " + whyNot.get());
        }
        try (Processes processes = Processes.start(4, provider().getClass(), getClass(), folder)) {
            for (int round = 0; round < ROUNDS; round++) {
                Path fresh = newHome("home" + round);
                List<String> answers = processes.ask(context(fresh));

                assertThat(answers.stream().distinct())
                        .as("what four processes got that asked at once, in round " + round)
                        .singleElement()
                        .satisfies(answer -> assertThat(answer).startsWith("id "));
            }
        }
    }

    @Test
    void notConcerned_isEmptyAndLeavesNothingBehind() throws Exception {
        Optional<InstallIdContext> context = decliningContext(home);
        if (context.isEmpty()) {
            throw new TestAbortedException("decliningContext is empty: the provider always has an answer");
        }

        var before = Places.below(home);
        assertThat(provider().installId(context.get()))
                .as("the answer of a provider that is not concerned")
                .isEmpty();
        assertThat(Places.below(home))
                .as("what is in the home after a provider that is not concerned")
                .isEqualTo(before);
    }

    /** A disk that is full now may not be so at the next report. */
    @Test
    void failure_isNotKept() throws Exception {
        InstallIdProvider provider = provider();
        failOnce(provider);

        assertThat(id(provider)).as("the id after the failure").isNotBlank();
    }

    @Test
    void failure_leavesNobodyWaiting() throws Exception {
        InstallIdProvider provider = provider();
        failOnce(provider);
        Threads threads = new Threads(patience());
        threads.add(() -> attempt(provider));

        assertThat(threads.answers()).as("another thread's answer").hasSize(1);
    }

    /** As far as a test can see: in the temporary folder, the user's folders, and the one in which it runs. */
    @Test
    void everyFile_isInTheHomeOfTheContext() throws Exception {
        try (Places places = Places.watch(folder, home, context(home).application())) {
            id(provider());

            assertThat(places.changed()).as("what changed outside the home").isEmpty();
        }
    }

    /** A status page shows it, also to who has never reported. */
    @Test
    void source_touchesNothingAndDoesNotTellTheId() throws Exception {
        InstallIdProvider provider = provider();
        InstallIdContext context = context(home);
        var files = Places.below(home);
        String before = provider.source(context);
        assertThat(Places.below(home))
                .as("what is in the home after asking for the source")
                .isEqualTo(files);
        String id = id(provider);

        assertThat(before).as("the source").isNotBlank().doesNotContain(id);
        assertThat(provider.source(context(home))).as("the source").doesNotContain(id);
    }

    /** Who wants to know the id of a program that never reports must not cause one to be made. */
    @Test
    void existing_makesNothingAndTellsTheSameId() throws Exception {
        InstallIdProvider provider = provider();
        var files = Places.below(home);
        Optional<String> before = provider.existing(context(home));
        assertThat(Places.below(home))
                .as("what is in the home after asking for the existing id")
                .isEqualTo(files);
        String id = id(provider);

        assertThat(before.orElse(id))
                .as("the existing id, before the first report")
                .isEqualTo(id);
        assertThat(provider.existing(context(home)).orElse(id))
                .as("the existing id, after a report")
                .isEqualTo(id);
    }

    /** The user has switched telemetry off, perhaps before the first report, and perhaps twice. */
    @Test
    void forget_leavesNoOtherIdAndMayBeCalledAgain() throws Exception {
        InstallIdProvider provider = provider();
        provider.forget(context(home));
        String id = id(provider);

        provider.forget(context(home));
        provider.forget(context(home));

        assertThat(provider.existing(context(home)).orElse(id))
                .as("the existing id, after it was forgotten")
                .isEqualTo(id);
        id(provider()); // Telemetry may be switched on again.
    }

    private String id(InstallIdProvider provider) throws IOException {
        Optional<String> id = provider.installId(context(home));
        if (id.isEmpty()) {
            throw new AssertionError("the provider has no id for the environment "
                    + context(home).environment() + ": if it goes by other variables, override context(Path home);"
                    + " if it reads what somebody else wrote, override prepareHome(Path home)");
        }
        return id.get();
    }

    private void failOnce(InstallIdProvider provider) throws IOException {
        breakHome(home);
        String answer = attempt(provider);
        if (answer.startsWith("id ")) {
            throw new TestAbortedException("breakHome does not hurt: the provider gave an id all the same");
        }
        mendHome(home);
        prepareHome(home);
    }

    private String attempt(InstallIdProvider provider) {
        return Attempt.describe(provider, context(home));
    }
}
