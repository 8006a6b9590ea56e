package io.metriton.installid.fs;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.metriton.api.InstallIdException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a file says, and what becomes of one that says nothing. */
class InstallIdFileTest {
    private final FilesystemInstallIdProvider provider = new FilesystemInstallIdProvider();

    @TempDir
    Path home;

    private Path file;
    private TestContext context;

    @BeforeEach
    void locate() {
        file = home.resolve(".config/app/id");
        context = TestContext.home(home);
    }

    @Test
    void noFile_isMadeAndSaysSo() throws Exception {
        String id = provider.installId(context).orElseThrow();

        assertThat(id).matches(Tree.UUID_PATTERN);
        assertThat(Files.readString(file)).isEqualTo(id);
        assertThat(context.metadata()).containsOnlyKeys("new_install").containsEntry("new_install", true);
        assertThat(Tree.below(home)).containsExactly(".config", ".config/app", ".config/app/id");
    }

    @Test
    void secondCall_readsTheSameIdAndSaysThatItIsNotNew() throws Exception {
        String id = provider.installId(context).orElseThrow();
        TestContext second = TestContext.home(home);

        assertThat(new FilesystemInstallIdProvider().installId(second)).contains(id);
        assertThat(second.metadata()).containsOnlyKeys("new_install").containsEntry("new_install", false);
    }

    @Test
    void twoHomes_getTwoIds() throws Exception {
        String one = provider.installId(TestContext.home(home.resolve("one"))).orElseThrow();
        String two = provider.installId(TestContext.home(home.resolve("two"))).orElseThrow();

        assertThat(one).isNotEqualTo(two);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"the id", "the id\n", "the id\r\n", "  the id\t", "\n\nthe id\n\n", "the id  \nanother line"})
    void fileWithAnId_isReadTrimmedAndNotTouched(String content) throws Exception {
        Tree.write(file, content);

        assertThat(provider.installId(context)).contains("the id");
        assertThat(context.metadata()).containsEntry("new_install", false);
        assertThat(Files.readString(file)).isEqualTo(content);
    }

    @Test
    void fileThatIsNotUtf8_isKeptWithReplacementCharacters() throws Exception {
        Tree.write(file, "");
        byte[] latin = "t\u00ebst-id\n".getBytes(ISO_8859_1);
        Files.write(file, latin);

        assertThat(provider.installId(context)).contains("t\ufffdst-id");
        assertThat(Files.readAllBytes(file)).isEqualTo(latin);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "\r\n", " ", "\t \n \n", "\u2003\n", "\0\0\0"})
    void blankFile_isReplacedAndSaysSo(String blank) throws Exception {
        Tree.write(file, blank);

        assertReplaced();
    }

    @Test
    void fileOfOneMebibyte_isReplacedAndSaysSo() throws Exception {
        Tree.write(file, "x".repeat(1 << 20));

        assertReplaced();
    }

    @ParameterizedTest
    @CsvSource({"1024, false", "1025, true"})
    void fileOfAKibibyte_isTheLargestThatIsKept(int size, boolean replaced) throws Exception {
        Tree.write(file, "x".repeat(size));

        assertThat(provider.installId(context)).isPresent();
        assertThat(context.metadata()).containsEntry("new_install", replaced);
    }

    @Test
    void idIsAFolder_isAnInstallIdExceptionThatNamesThePathAndTheWayOut() throws Exception {
        Files.createDirectories(file);

        assertThatExceptionOfType(InstallIdException.class)
                .isThrownBy(() -> provider.installId(context))
                .withMessageStartingWith(
                        "the install ID can neither be read from " + file + " nor made there (java.nio.file.")
                .withMessageEndingWith(
                        "): make the file readable and its folder writable, or set XDG_CONFIG_HOME to another");
        assertThat(Tree.below(home)).containsExactly(".config", ".config/app", ".config/app/id");
        assertThat(context.metadata()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {".config/app", ".config"})
    void aFileWhereAFolderShouldBe_isAnInstallIdExceptionAndIsNotTouched(String place) throws Exception {
        Path inTheWay = Tree.write(home.resolve(place), "something of the user's");
        var before = Tree.below(home);

        assertThatExceptionOfType(InstallIdException.class)
                .isThrownBy(() -> provider.installId(context))
                .withMessageContaining(file.toString());
        assertThat(inTheWay).hasContent("something of the user's");
        assertThat(Tree.below(home)).isEqualTo(before);
        assertThat(context.metadata()).isEmpty();
    }

    @Test
    void priority_isBehindThirdParties() {
        assertThat(provider.priority()).isEqualTo(-10);
    }

    private void assertReplaced() throws Exception {
        String id = provider.installId(context).orElseThrow();

        assertThat(id).matches(Tree.UUID_PATTERN);
        assertThat(Files.readString(file)).isEqualTo(id);
        assertThat(context.metadata()).containsEntry("new_install", true);
        assertThat(Tree.below(home)).containsExactly(".config", ".config/app", ".config/app/id");
        assertThat(provider.installId(TestContext.home(home))).contains(id);
    }
}
