package io.metriton.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeclarationTest {

    @Test
    void toJson_isTheFileThatPeopleReview() {
        Declaration declaration = builder()
                .text("os", "which systems we test on")
                .number("java", "which Java we may use")
                .bool("color", "whether \"--color\" is known")
                .set("plugins", "which plug-ins to keep compatible")
                .counts("commands", "which commands are worth work")
                .standard(StandardKey.NEW_INSTALL, StandardKey.CI)
                .about(URI.create("https://example.org/greet/telemetry"))
                .build();

        assertThat(declaration.toJson()).isEqualTo("""
                        {
                          "application": "greet",
                          "revision": 2,
                          "about": "https://example.org/greet/telemetry",
                          "metadata": {
                            "os": {"type": "text", "why": "which systems we test on"},
                            "java": {"type": "number", "why": "which Java we may use"},
                            "color": {"type": "bool", "why": "whether \\"--color\\" is known"},
                            "plugins": {"type": "set", "why": "which plug-ins to keep compatible"},
                            "commands": {"type": "counts", "why": "which commands are worth work"},
                            "new_install": {"type": "bool", "why": "how many installations are new"},
                            "ci": {"type": "bool", "why": "how many installations are CI services"}
                          }
                        }
                        """).isEqualTo(declaration.toJson());
    }

    @Test
    void toJson_ofNothing_isAnEmptyObject() {
        assertThat(builder().build().toJson())
                .isEqualTo("{\n  \"application\": \"greet\",\n  \"revision\": 2,\n  \"metadata\": {}\n}\n");
    }

    @Test
    void everyStandardKey_canBeDeclaredTogether() {
        Declaration declaration = builder().standard(StandardKey.values()).build();

        assertThat(declaration.keys())
                .extracting(DeclaredKey::key)
                .containsExactly("new_install", "install_id_error", "index", "trace_id", "action", "ci", "container");
        assertThat(declaration.keys())
                .extracting(DeclaredKey::type)
                .containsExactly("bool", "text", "number", "text", "text", "bool", "bool");
        assertThat(StandardKey.CI.declaredKey().key()).isEqualTo("ci");
    }

    @Test
    void whatWasDeclared_canBeRead() {
        Declaration declaration =
                builder().text("os", " which systems we test on ").build();

        assertThat(declaration.application()).isEqualTo("greet");
        assertThat(declaration.revision()).isEqualTo(2);
        assertThat(declaration.about()).isEmpty();
        assertThat(declaration.keys().get(0).why()).isEqualTo("which systems we test on");
        assertThat(declaration)
                .hasToString("Declaration[greet, revision 2, [DeclaredKey[os: text, which systems we test on]]]");
    }

    @Test
    void builder_usedAgain_changesNoDeclarationMadeBefore() {
        Declaration.Builder builder = builder();
        Declaration before = builder.build();
        builder.text("os", "which systems we test on");

        assertThat(before.keys()).isEmpty();
        assertThat(builder.build().keys()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"os", "OS name", "größe", "日本", "😀", "a/b%", ".", "0"})
    void keyThatTheCollectorTakes_isTaken(String key) {
        assertThat(builder().text(key, "why").build().toJson()).contains("    \"" + key + "\": {");
    }

    @Test
    void keyThatIsNone_isNamedWithTheWayOut() {
        String rule = "a key has 1 to 128 characters, is not blank, and holds no control, format or private-use"
                + " characters: rename ";
        assertRefused(() -> builder().text("", "why"), rule + "\"\"");
        assertRefused(() -> builder().number(" \t", "why"), rule + "\" \\u{9}\"");
        assertRefused(() -> builder().bool("a\nb", "why"), rule + "\"a\\u{a}b\"");
        assertRefused(() -> builder().set("a\u202eb", "why"), rule + "\"a\\u{202e}b\"");
        assertRefused(() -> builder().counts("\ud800", "why"), rule + "\"\\u{d800}\"");
        assertRefused(
                () -> builder().text("k".repeat(129), "why"), rule + "\"" + "k".repeat(64) + "…\" (129 characters)");
        assertRefused(
                () -> builder().text("version", "why"),
                "the key \"version\" is taken: each report has the version of the application anyway; use another");
        assertThat(builder().text("k".repeat(128), "why").build().keys()).hasSize(1);
    }

    @Test
    void keyTwice_isNamedWithItsType() {
        assertRefused(
                () -> builder().counts("commands", "why").text("commands", "why"),
                "the key \"commands\" is declared already, as counts: remove one of the two");
        assertRefused(
                () -> builder().standard(StandardKey.CI, StandardKey.CI),
                "the key \"ci\" is declared already, as bool: remove one of the two");
    }

    @Test
    void fiftyFirstKey_isRefused() {
        Declaration.Builder builder = builder();
        for (int i = 0; i < 50; i++) {
            builder.text("key" + i, "why");
        }
        assertRefused(
                () -> builder.text("one more", "why"),
                "a declaration has at most 50 keys: leave out \"one more\", or another");
        assertThat(builder.build().keys()).hasSize(50);
    }

    @Test
    void reason_isOneLine() {
        assertRefused(
                () -> builder().text("os", " "),
                "why is \"os\" reported? The text is blank: say what its values are good for, as \"which systems we"
                        + " test on\"");
        String rule = "why \"os\" is reported must be one line of at most 500 characters: shorten ";
        assertRefused(() -> builder().text("os", "a\nb"), rule + "\"a\\u{a}b\"");
        assertRefused(
                () -> builder().text("os", "w".repeat(501)), rule + "\"" + "w".repeat(64) + "…\" (501 characters)");
        assertThat(builder().text("os", "w".repeat(500)).build().keys()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
    void revisionBelowOne_isRefused(int revision) {
        assertRefused(
                () -> Declaration.builder("greet", revision),
                "the revision of a declaration is 1 at first, and grows with each change, not " + revision);
    }

    @Test
    void applicationThatTheCollectorHasNoPlaceFor_isRefused() {
        String rule = "the name of an application has 1 to 128 characters, no blanks around it, and holds no control,"
                + " format or private-use characters: rename ";
        assertRefused(() -> Declaration.builder("", 1), rule + "\"\"");
        assertRefused(() -> Declaration.builder(" greet", 1), rule + "\" greet\"");
        assertRefused(() -> Declaration.builder("gr\u0000eet", 1), rule + "\"gr\\u{0}eet\"");
        for (String name : new String[] {".", "..", "a/b", "a\\b", "a%b", "a;b"}) {
            assertRefused(
                    () -> Declaration.builder(name, 1),
                    "the name of an application is neither . nor .., and has no / \\ % ; in it: rename \"" + name
                            + "\"");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"telemetry.html", "mailto:jane@example.org", "https:///telemetry", "HTTPS://example.org/"})
    void aboutThatNobodyCanOpen_isRefused(String page) {
        assertRefused(
                () -> builder().about(URI.create(page)),
                "about must be a page that people can open, as https://example.org/telemetry, not \"" + page + "\"");
    }

    @Test
    void aboutThatIsLong_isRefused() {
        String page = "https://example.org/" + "a".repeat(981);

        assertRefused(
                () -> builder().about(URI.create(page)),
                "about may have at most 1000 characters: shorten \"" + page.substring(0, 64) + "…\" (1001 characters)");
    }

    private static Declaration.Builder builder() {
        return Declaration.builder("greet", 2);
    }

    private static void assertRefused(ThrowingCallable call, String message) {
        assertThatIllegalArgumentException().isThrownBy(call).withMessage(message);
    }
}
