package io.metriton.installid.fs;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.metriton.api.InstallIdException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
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
    @ValueSource(
            strings = {
                "",
                "\n",
                "\r\n",
                " ",
                "\t \n \n",
                "\u2003\n",
                "\0\0\0",
                "\ufeff",
                "\u00a0\n",
                "\u200b",
                "\ufeff\u2060\n"
            })
    void blankFile_isReplacedAndSaysSo(String blank) throws Exception {
        Tree.write(file, blank);

        assertReplaced();
    }

    @Test
    void largeBlankFile_isReplacedAndSaysSo() throws Exception {
        Tree.write(file, " ".repeat(1_000));

        assertReplaced();
    }

    /** A thesis of 80,000 bytes at the place of the id, or behind its link, was once replaced by 36 bytes. */
    @ParameterizedTest
    @MethodSource("noIds")
    void fileThatHoldsSomethingElse_isAnInstallIdExceptionAndStaysByteForByte(byte[] content, String reason)
            throws Exception {
        Tree.write(file, "");
        Files.write(file, content);

        assertThatExceptionOfType(InstallIdException.class)
                .isThrownBy(() -> provider.installId(context))
                .withMessage("the install ID can neither be read from " + file + " nor made there (" + reason
                        + "): move it away, or set XDG_CONFIG_HOME to another");
        assertThatExceptionOfType(InstallIdException.class).isThrownBy(() -> provider.existing(context));
        assertThatExceptionOfType(InstallIdException.class).isThrownBy(() -> provider.forget(context));
        assertThat(Files.readAllBytes(file)).isEqualTo(content);
        assertThat(Tree.below(file.getParent())).containsExactly("id");
        assertThat(context.metadata()).isEmpty();
    }

    static Stream<Arguments> noIds() {
        String large = "it holds more than 1024 bytes, so it is something else";
        String other = "its first line is no id, which has 1 to 128 printable characters";
        return Stream.of(
                arguments("precious".repeat(10_000).getBytes(UTF_8), large),
                arguments("x".repeat(1_025).getBytes(UTF_8), large),
                arguments(" ".repeat(1_025).getBytes(UTF_8), large),
                arguments((UUID.randomUUID() + "\n" + "x".repeat(1_000)).getBytes(UTF_8), large),
                arguments("x".repeat(1_024).getBytes(UTF_8), other),
                arguments("x".repeat(129).getBytes(UTF_8), other),
                arguments("the\u0007id".getBytes(UTF_8), other),
                arguments("the\tid".getBytes(UTF_8), other),
                arguments("the\u202eid\n".getBytes(UTF_8), other),
                arguments("the\u2028id".getBytes(UTF_8), other),
                arguments("\ue000".getBytes(UTF_8), other),
                arguments(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1, 0}, other));
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "名前", "jörg@example.org", "a b", "\ud83d\ude00"})
    void printableTextOfAnyScript_isAnId(String id) throws Exception {
        Tree.write(file, "\ufeff" + id + "\r\nanother line");

        assertThat(provider.installId(context)).contains(id);
    }

    @Test
    void idOf128Characters_isTheLongest() throws Exception {
        String longest = "\ud83d\ude00".repeat(128);
        Tree.write(file, longest);

        assertThat(provider.installId(context)).contains(longest);
    }

    @Test
    void existing_readsAndMakesNothing() throws Exception {
        assertThat(provider.existing(context)).isEmpty();
        assertThat(Tree.below(home)).isEmpty();
        Tree.write(file, "\n");
        assertThat(provider.existing(context)).isEmpty();
        assertThat(file).hasContent("\n");
        Tree.write(file, "the id");
        assertThat(context.metadata()).isEmpty();
        assertThat(provider.existing(context)).contains("the id");
        assertThat(context.metadata()).as("as a report would say").containsOnly(Map.entry("new_install", false));
    }

    @Test
    void forget_deletesTheFileAlone() throws Exception {
        provider.forget(context);
        provider.installId(context);

        provider.forget(context);
        provider.forget(context);

        assertThat(Tree.below(home)).containsExactly(".config", ".config/app");
        assertThat(provider.existing(context)).isEmpty();
    }

    /** What is left of a process that was killed while it made an ID, which may be that of the file. */
    @Test
    void unfinishedFile_goesWithTheNextNewIdOnceItIsOldAndWhenTheIdIsForgotten() throws Exception {
        Path old = Tree.write(file.resolveSibling(".id-" + UUID.randomUUID() + ".tmp"), "old");
        Files.setLastModifiedTime(old, FileTime.from(Instant.now().minusSeconds(3_600)));
        Path young = Tree.write(file.resolveSibling(".id-" + UUID.randomUUID() + ".tmp"), "young");
        Path other = Tree.write(file.resolveSibling(".id-session.tmp"), "other");
        Files.setLastModifiedTime(other, FileTime.from(Instant.now().minusSeconds(3_600)));
        provider.installId(context);

        assertThat(old).doesNotExist();
        assertThat(young).exists();

        provider.forget(context);

        assertThat(young).doesNotExist();
        assertThat(other).exists();
    }

    @Test
    void idIsAFolder_isAnInstallIdExceptionThatNamesThePathAndTheWayOut() throws Exception {
        Files.createDirectories(file);

        assertThatExceptionOfType(InstallIdException.class)
                .isThrownBy(() -> provider.installId(context))
                .withMessage("the install ID can neither be read from " + file
                        + " nor made there (it is no regular file): move it away, or set XDG_CONFIG_HOME to another");
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
