package io.metriton.installid.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.metriton.api.InstallIdProvider;
import io.metriton.testkit.InstallIdProviderContract;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StaticInstallIdProviderTest extends InstallIdProviderContract {
    @TempDir
    Path home;

    @Override
    protected InstallIdProvider provider() {
        return new StaticInstallIdProvider("an id");
    }

    @Override
    protected Optional<String> whyNotInAnotherProcess() {
        return Optional.of("the application gives the id to the constructor");
    }

    @Test
    void givenId_isTheAnswerWithoutTouchingDisk() throws Exception {
        TestContext context = TestContext.home(home);
        StaticInstallIdProvider provider = new StaticInstallIdProvider("an id");

        assertThat(provider.installId(context)).contains("an id");
        assertThat(provider.existing(context)).contains("an id");
        assertThat(provider.source(context)).isEqualTo("static");
        assertThat(provider.priority()).isZero();
        assertThat(context.metadata()).isEmpty();
        assertThat(Tree.below(home)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t\n"})
    void blankId_isRefused(String blank) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new StaticInstallIdProvider(blank))
                .withMessage("installId may not be blank");
    }

    @ParameterizedTest
    @ValueSource(strings = {"an id\n", "a\nb", "a\u0000b", "a\u202eb"})
    void textThatIsNoId_isRefusedAndNotRepeated(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new StaticInstallIdProvider(text))
                .withMessage("installId is none: an id is one line of 1 to 128 printable characters");
    }

    @Test
    void nullId_isRefused() {
        assertThatNullPointerException()
                .isThrownBy(() -> new StaticInstallIdProvider(null))
                .withMessage("installId");
    }
}
