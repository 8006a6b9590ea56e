package io.metriton.core.internal.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.metriton.api.InstallIdContext;
import io.metriton.api.InstallIdException;
import io.metriton.api.InstallIdProvider;
import io.metriton.core.internal.http.AppIdentity;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One thread; {@link InstallIdsConcurrencyTest} has several. */
class InstallIdsTest {

    @Test
    void id_isLookedForOnce() throws InstallIdException {
        AtomicInteger asked = new AtomicInteger();
        InstallIds ids = ids(context -> Optional.of("id-" + asked.incrementAndGet()));

        assertThat(ids.known()).as("not before it is needed").isEmpty();
        assertThat(ids.get().id()).isEqualTo("id-1");
        assertThat(ids.get().id()).isEqualTo("id-1");
        assertThat(ids.known()).map(InstallIds.Found::id).contains("id-1");
        assertThat(asked).hasValue(1);
    }

    /** A provider may have read the wrong file. */
    @ParameterizedTest
    @ValueSource(strings = {"secret\nof\nsomebody", "secret\n", "sec\u0000ret", "sec\u202eret", "sec\ud800ret"})
    void answerThatIsNoId_isAFailureThatDoesNotRepeatIt(String answer) {
        assertThatThrownBy(() -> ids(context -> Optional.of(answer), context -> Optional.of("next"))
                        .get())
                .isInstanceOf(InstallIdException.class)
                .hasMessageContaining("a lambda in " + InstallIdsTest.class.getName())
                .hasMessageEndingWith("which is one line of 1 to 128 printable characters")
                .hasMessageNotContaining("sec");
    }

    @Test
    void answerOf128Characters_isAnIdAndOneMoreIsNone() throws InstallIdException {
        String longest = "\ud83d\ude00".repeat(128);

        assertThat(ids(context -> Optional.of(longest)).get().id()).isEqualTo(longest);
        assertThatThrownBy(() -> ids(context -> Optional.of(longest + "x")).get())
                .isInstanceOf(InstallIdException.class);
    }

    @Test
    void failure_isNotKept() throws InstallIdException {
        AtomicInteger asked = new AtomicInteger();
        InstallIds ids = ids(context -> {
            if (asked.incrementAndGet() == 1) {
                throw new IOException("disk full");
            }
            return Optional.of("id");
        });

        assertThatThrownBy(ids::get).isInstanceOf(InstallIdException.class);
        assertThat(ids.known()).isEmpty();
        assertThat(ids.get().id()).isEqualTo("id");
    }

    /** Else every later report would fail with an exception about a key that its caller never passed. */
    @Test
    void providerThatRecordsNoJsonValue_isAnInstallIdExceptionThatNamesIt() {
        InstallIds ids = ids(context -> {
            context.putBaseMetadata("how", new Object());
            return Optional.of("id");
        });

        assertThatThrownBy(ids::get)
                .isInstanceOf(InstallIdException.class)
                .hasMessageContaining("a lambda in " + InstallIdsTest.class.getName())
                .hasMessageContaining("metadata.how is no JSON value");
    }

    @Test
    void sourceThatThrows_doesNotLoseTheId() throws InstallIdException {
        InstallIds ids = ids(new InstallIdProvider() {
            @Override
            public Optional<String> installId(InstallIdContext context) {
                return Optional.of("id");
            }

            @Override
            public String source(InstallIdContext context) {
                throw new IllegalStateException("no source");
            }
        });

        assertThat(ids.get().id()).isEqualTo("id");
        assertThat(ids.get().source()).contains("InstallIdsTest").contains("no source");
    }

    @Test
    void context_saysWhomTheIdIsFor() throws InstallIdException {
        AtomicReference<InstallIdContext> seen = new AtomicReference<>();
        ids(context -> {
                    seen.set(context);
                    return Optional.of("id");
                })
                .get();

        assertThat(seen.get().application()).isEqualTo("app");
        assertThat(seen.get().version()).isEqualTo("1.0");
        assertThat(seen.get().environment()).isEqualTo(Map.of("HOME", "/nowhere"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t\n"})
    void blankAnswer_meansAskTheNext(String blank) throws InstallIdException {
        assertThat(ids(context -> Optional.of(blank), context -> Optional.of("next"))
                        .get()
                        .id())
                .isEqualTo("next");
    }

    @Test
    void emptyOrNullAnswer_meansAskTheNext() throws InstallIdException {
        assertThat(ids(context -> Optional.empty(), context -> null, context -> Optional.of("next"))
                        .get()
                        .id())
                .isEqualTo("next");
    }

    @Test
    void firstAnswer_winsAndTheOthersAreNotAsked() throws InstallIdException {
        InstallIds ids = ids(context -> Optional.of("first"), context -> {
            throw new AssertionError("asked");
        });

        assertThat(ids.get().id()).isEqualTo("first");
    }

    @Test
    void noProvider_namesTheWayOut() {
        assertThatThrownBy(ids()::get)
                .isInstanceOf(InstallIdException.class)
                .hasMessage("no install-ID provider found: add io.metriton:metriton-installid-fs to the class path or"
                        + " module path, or call Reporter.Builder.installId(String) or"
                        + " installIdProvider(InstallIdProvider)");
        assertThatThrownBy(ids(context -> Optional.empty())::get)
                .isInstanceOf(InstallIdException.class)
                .hasMessageStartingWith(
                        "none of these install-ID providers had an id, and no other is asked: a lambda in "
                                + InstallIdsTest.class.getName() + "; add io.metriton:metriton-installid-fs ");
    }

    @ParameterizedTest
    @MethodSource("failures")
    void whateverAProviderThrows_isAnInstallIdExceptionThatNamesIt(Throwable failure) {
        InstallIds ids = ids(new Failing(failure), context -> {
            throw new AssertionError("another provider is asked");
        });

        for (int look = 0; look < 2; look++) {
            assertThatThrownBy(ids::get)
                    .isInstanceOf(InstallIdException.class)
                    .hasMessage("the install-ID provider " + Failing.class.getName() + " failed: kaputt")
                    .hasCause(failure);
        }
    }

    /** Kotlin throws what it does not declare. */
    @ParameterizedTest
    @MethodSource("failures")
    void failureToFindProviders_isAnInstallIdExceptionEachTime(Throwable failure) {
        InstallIds ids =
                new InstallIds(() -> Failing.<RuntimeException, List<InstallIdProvider>>sneak(failure), scope());

        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(ids::get)
                    .isInstanceOf(InstallIdException.class)
                    .hasMessageStartingWith("the install-ID providers could not be loaded");
        }
    }

    static Stream<Throwable> failures() {
        return Stream.of(
                new IOException("kaputt"),
                new IllegalStateException("kaputt"),
                new NoClassDefFoundError("kaputt"),
                new StackOverflowError("kaputt"),
                new AssertionError("kaputt"),
                new ServiceConfigurationError("kaputt"),
                new Exception("kaputt"),
                new Throwable("kaputt"));
    }

    @Test
    void installIdExceptionOfAProvider_passesThrough() {
        InstallIdException failure = new InstallIdException("the id file is a directory");

        assertThatThrownBy(ids(new Failing(failure))::get).isSameAs(failure);
    }

    @Test
    void providersThatCannotBeLoaded_areAnInstallIdException() {
        IllegalStateException failure = new IllegalStateException("no jar");
        InstallIds ids = new InstallIds(
                () -> {
                    throw failure;
                },
                scope());

        assertThatThrownBy(ids::get)
                .isInstanceOf(InstallIdException.class)
                .hasMessageStartingWith("the install-ID providers could not be loaded: ")
                .hasCause(failure);
    }

    @Test
    void metadataOfTheWinner_isKeptAndThatOfADecliningProviderDropped() throws InstallIdException {
        InstallIds ids = ids(
                context -> {
                    context.putBaseMetadata("declined", true);
                    context.putBaseMetadata("new_install", false);
                    return Optional.empty();
                },
                context -> {
                    context.putBaseMetadata("new_install", true);
                    context.putBaseMetadata("nothing", null);
                    return Optional.of("id");
                });

        assertThat(ids.get().metadata())
                .containsOnlyKeys("new_install", "nothing")
                .containsEntry("new_install", true);
    }

    @Test
    void source_isWhatTheProviderSays() throws InstallIdException {
        InstallIdProvider provider = new GivenInstallId("id");

        assertThat(ids(provider).get().source()).isEqualTo("given by the application");
    }

    private static InstallIds.Scope scope() {
        return new InstallIds.Scope(
                new AppIdentity("app", "1.0"), Map.of("HOME", "/nowhere"), Duration.ofSeconds(5), false);
    }

    private static InstallIds ids(InstallIdProvider... providers) {
        return new InstallIds(() -> List.of(providers), scope());
    }

    /** Throws anything, checked or not: Kotlin and Scala providers do. */
    private record Failing(Throwable failure) implements InstallIdProvider {

        @Override
        public Optional<String> installId(InstallIdContext context) {
            return Failing.<RuntimeException, Optional<String>>sneak(failure);
        }

        @SuppressWarnings("unchecked")
        private static <E extends Throwable, T> T sneak(Throwable failure) throws E {
            throw (E) failure;
        }
    }
}
