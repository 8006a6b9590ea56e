package io.metriton.testkit;

import static io.metriton.testkit.MetritonAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a reporter tells that has left something out; what a real one does is tested with the SDK, in DeclarationIT. */
@Timeout(30)
class UndeclaredTest {
    private static final String MESSAGE = "expected what is declared only, but left out of reports was:"
            + "\n  1. hello: \"home\" (a text) is not declared: add .text(\"home\", \"why …\") to the declaration, or do not"
            + " report it";

    /** Run by the tests below. */
    @ExtendWith(MetritonExtension.class)
    static class Extended {

        @Test
        void assertsNothing(MetritonServer server) throws Exception {
            Client.postWithout(server.endpoint(), "home:text", Client.report("{}"));
        }

        @Test
        void declaresAll(MetritonServer server) throws Exception {
            Client.post(server.endpoint(), Client.report("{}"));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "home:text|\"home\" (a text) is not declared: add .text(\"home\", \"why …\") to the declaration, or do not report it",
                "n:number|\"n\" (a number) is not declared: add .number(\"n\", \"why …\") to the declaration, or do not report it",
                "ci:bool|\"ci\" (true or false) is not declared: add .bool(\"ci\", \"why …\") to the declaration, or do not report it",
                "p:set|\"p\" (a set of at most 64 texts) is not declared: add .set(\"p\", \"why …\") to the declaration, or do not"
                        + " report it",
                "c:counts|\"c\" (counts: at most 200 names with whole numbers from 0 to 1,000,000,000) is not declared: add"
                        + " .counts(\"c\", \"why …\") to the declaration, or do not report it",
                "x:null|\"x\" (null) is not declared: add it with the type of its values, as .text(\"x\", \"why …\"), or do not"
                        + " report it",
                "l:list|\"l\" (a list other than a set of at most 64 texts) is not declared: no key can hold that; report what one"
                        + " can, as a text or a number, and declare it",
                "os:number:text|\"os\" is declared as text, but the value is a number: report a text, or declare"
                        + " .number(\"os\", \"why …\") instead",
                "c:object:counts|\"c\" is declared as counts, but the value is a map other than counts of at most 200 names: report"
                        + " counts: at most 200 names with whole numbers from 0 to 1,000,000,000",
                "os:other:text|\"os\" is declared as text, but the value is what JSON has no value for: report a text",
                "a%22%5C%3A%2Cb:text|\"a\\\"\\\\:,b\" (a text) is not declared: add .text(\"a\\\"\\\\:,b\", \"why …\") to the"
                        + " declaration, or do not report it",
            })
    void sentence_saysKeyTypeAndTheLineToAdd(String header, String sentence) {
        assertThat(Undeclared.in(header, "hello")).containsExactly("hello: " + sentence);
    }

    @Test
    void severalKeys_areASentenceEach() {
        assertThat(Undeclared.in("a:text,b:number:bool", "hello")).hasSize(2);
        assertThat(Undeclared.in(null, "hello")).isEmpty();
        assertThat(Undeclared.in("", "hello")).isEmpty();
    }

    @Test
    void everyAssertion_failsWithIt() throws Exception {
        try (MetritonServer server = MetritonServer.start()) {
            Client.postWithout(server.endpoint(), "home:text", Client.report("{}"));
            Client.postWithout(server.endpoint(), "home:text", Client.report("{}"));

            assertThat(server.undeclared()).hasSize(1);
            assertThat(server.reports()).hasSize(2);
            assertFails(() -> assertThat(server).received(2));
            assertFails(() -> assertThat(server).receivedNothing());
            assertFails(() -> assertThat(server).received("action", "start"));
            assertFails(() -> server.awaitReports(3, Duration.ofMinutes(1)));
        }
    }

    /** A test for something private must not find what production does not send. */
    @Test
    void header_isNoneOfTheReport() throws Exception {
        try (MetritonServer server = MetritonServer.start()) {
            Client.postWithout(server.endpoint(), "home:text", Client.report("{}"));

            assertThat(server.reports().get(0)).doesNotMention("home");
            assertThat(server.reports().get(0).header("Metriton-Undeclared")).isEmpty();
        }
    }

    @Test
    void extension_failsTheTestThatAssertedNothing() {
        TestRun run = TestRun.of(Extended.class);

        assertThat(run.passed()).containsExactly("declaresAll");
        assertThat(run.failed()).containsOnlyKeys("assertsNothing");
        assertThat(run.failed().get("assertsNothing"))
                .isInstanceOf(AssertionError.class)
                .hasMessage(MESSAGE);
    }

    @Test
    void server_saysThatItIsOneWhileItIsOpen() throws Exception {
        String property;
        try (MetritonServer server = MetritonServer.start()) {
            property = "metriton.testServer:" + server.endpoint().getAuthority();
            assertThat(System.getProperty(property)).isEqualTo("true");
        }
        assertThat(System.getProperty(property)).isNull();
    }

    private static void assertFails(ThrowingCallable assertion) {
        assertThatExceptionOfType(AssertionError.class).isThrownBy(assertion).withMessage(MESSAGE);
    }
}
