package io.metriton.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.metriton.api.MetritonConfigurationException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.CharBuffer;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.util.AbstractMap;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is declared leaves the machine, and nothing else. */
@ExtendWith(SystemState.class)
class DeclaredReportTest {
    private static final URI ENDPOINT = URI.create("https://declared.example/scout");
    private static final Declaration DECLARATION = Declaration.builder("greet", 1)
            .text("text", "why")
            .number("number", "why")
            .bool("bool", "why")
            .set("set", "why")
            .counts("counts", "why")
            .build();

    private final FakeTransport transport = FakeTransport.answering(200, "{}");

    static Stream<Arguments> goodValues() {
        return Stream.of(
                Arguments.of("text", "linux", "\"linux\""),
                Arguments.of("text", "", "\"\""),
                Arguments.of("text", CharBuffer.wrap("linux"), "\"linux\""),
                Arguments.of("text", DayOfWeek.MONDAY, "\"MONDAY\""),
                Arguments.of("text", new UUID(0, 1), "\"00000000-0000-0000-0000-000000000001\""),
                Arguments.of("text", LocalDate.of(2026, 11, 26), "\"2026-11-26\""),
                Arguments.of("text", Optional.of("linux"), "\"linux\""),
                Arguments.of("number", 17, "17"),
                Arguments.of("number", -1L, "-1"),
                Arguments.of("number", 0.5, "0.5"),
                Arguments.of("number", new BigDecimal("1.50"), "1.50"),
                Arguments.of("number", new AtomicInteger(3), "3"),
                Arguments.of("bool", true, "true"),
                Arguments.of("bool", false, "false"),
                Arguments.of("set", List.of("a", "b"), "[\"a\",\"b\"]"),
                Arguments.of("set", new String[] {"a"}, "[\"a\"]"),
                Arguments.of("set", Set.of(DayOfWeek.MONDAY), "[\"MONDAY\"]"),
                Arguments.of("set", List.of(), "[]"),
                Arguments.of("counts", Map.of("build", 12), "{\"build\":12}"),
                Arguments.of("counts", Map.of("build", 0L), "{\"build\":0}"),
                Arguments.of("counts", Map.of("build", 1_000_000_000), "{\"build\":1000000000}"),
                Arguments.of("counts", Map.of("build", BigInteger.TEN), "{\"build\":10}"),
                Arguments.of("counts", Map.of("build", 3.0), "{\"build\":3.0}"),
                Arguments.of("counts", Map.of(), "{}"));
    }

    @ParameterizedTest
    @MethodSource("goodValues")
    void valueOfTheDeclaredType_isSent(String key, Object value, String json) throws Exception {
        try (Reporter reporter = builder().build()) {
            reporter.report(Map.of(key, value));

            assertThat(metadata()).isEqualTo("{\"" + key + "\":" + json + "}");
            assertThat(reporter.status().undeclared()).isZero();
            assertThat(reporter.status().toString()).doesNotContain("undeclared");
        }
    }

    static Stream<Arguments> wrongValues() {
        Map<String, Object> manyNames = new HashMap<>();
        IntStream.rangeClosed(0, 200).forEach(i -> manyNames.put("name" + i, 1));
        Object self = new Object() {
            @Override
            public String toString() {
                return "a secret";
            }
        };
        return Stream.of(
                Arguments.of("text", 1),
                Arguments.of("text", true),
                Arguments.of("text", List.of("a")),
                Arguments.of("text", Map.of()),
                Arguments.of("text", self),
                Arguments.of("number", "1"),
                Arguments.of("number", Double.NaN),
                Arguments.of("number", List.of(1)),
                Arguments.of("bool", "true"),
                Arguments.of("bool", 1),
                Arguments.of("set", "a"),
                Arguments.of("set", List.of("a", 1)),
                Arguments.of("set", Arrays.asList("a", null)),
                Arguments.of("set", List.of(List.of("a"))),
                Arguments.of("set", Collections.nCopies(65, "a")),
                Arguments.of("set", Map.of("a", 1)),
                Arguments.of("counts", 1),
                Arguments.of("counts", List.of(1)),
                Arguments.of("counts", Map.of("build", -1)),
                Arguments.of("counts", Map.of("build", 1.5)),
                Arguments.of("counts", Map.of("build", "1")),
                Arguments.of("counts", Map.of("build", 1_000_000_001)),
                Arguments.of("counts", Map.of("build", new BigDecimal("1e999999999"))),
                Arguments.of("counts", Collections.singletonMap("build", null)),
                Arguments.of("counts", manyNames),
                Arguments.of("home", "/home/jane"),
                Arguments.of("home", self),
                Arguments.of("TEXT", "linux"),
                Arguments.of("text ", "linux"));
    }

    @ParameterizedTest
    @MethodSource("wrongValues")
    void anythingElse_isLeftOutAndCounted(String key, Object value) throws Exception {
        try (Reporter reporter = builder().build()) {
            reporter.report(Map.of(key, value));
            reporter.report(Map.of(key, value));

            assertThat(transport.requests()).hasSize(2);
            assertThat(metadata()).isEqualTo("{}");
            assertThat(transport.requests().get(1).headers().toString()).doesNotContain("ndeclared");
            assertThat(reporter.status().undeclared()).isEqualTo(2);
            assertThat(reporter.status().toString()).endsWith(", undeclared=2]");
        }
    }

    @ParameterizedTest
    @MethodSource("wrongValues")
    void anythingElseInTheBackground_isLeftOutAndCounted(String key, Object value) throws Exception {
        try (BackgroundReporter background =
                BackgroundReporter.builder(builder().build()).withoutOutbox().build()) {
            background.report(Map.of(key, value, "extra", 1)).get(20, TimeUnit.SECONDS);

            assertThat(metadata()).isEqualTo("{}");
            assertThat(background.stats().undeclared()).isEqualTo(2);
            assertThat(background.stats().delivered()).isEqualTo(1);
            assertThat(background.stats().toString()).endsWith(", undeclared=2]");
        }
    }

    @Test
    void valuesInTheBackground_areSent() throws Exception {
        try (BackgroundReporter background =
                BackgroundReporter.builder(builder().build()).withoutOutbox().build()) {
            background.report(Map.of("counts", Map.of("build", 12))).get(20, TimeUnit.SECONDS);

            assertThat(metadata()).isEqualTo("{\"counts\":{\"build\":12}}");
            assertThat(background.stats().undeclared()).isZero();
        }
    }

    /** A missing key says nothing, and so does null. */
    @Test
    void nullOfADeclaredKey_isLikeAMissingOne() throws Exception {
        try (Reporter reporter = builder().baseMetadata(Map.of("text", "linux")).build()) {
            Map<String, @Nullable Object> nulls = new HashMap<>();
            DECLARATION.keys().forEach(key -> nulls.put(key.key(), null));
            reporter.report(nulls);

            assertThat(metadata()).isEqualTo("{}");
            assertThat(reporter.status().undeclared()).isZero();
            reporter.report(Collections.singletonMap("home", null));
            assertThat(metadata()).isEqualTo("{\"text\":\"linux\"}");
            assertThat(reporter.status().undeclared()).isEqualTo(1);
        }
    }

    @Test
    void whatIsNotDeclared_isLeftOutWhoeverPutItThere() throws Exception {
        try (Reporter reporter = builder()
                .baseMetadata(Map.of("base", 1, "number", 17))
                .installIdProvider(context -> {
                    context.putBaseMetadata("new_install", true);
                    return Optional.of("id");
                })
                .customizer(metadata -> metadata.put("customizer", "x"))
                .customizer(metadata -> metadata.put("text", metadata.get("call")))
                .build()) {
            reporter.report(Map.of("call", "of a customizer"));

            assertThat(metadata()).isEqualTo("{\"number\":17,\"text\":\"of a customizer\"}");
            assertThat(reporter.status().undeclared()).isEqualTo(4);
        }
    }

    /** Without a declaration these are exceptions, of build() or report(). */
    @Test
    void valuesThatCannotBeSent_areNoExceptions() throws Exception {
        try (BackgroundReporter background = BackgroundReporter.builder(builder()
                        .baseMetadata(Map.of("base", new Object(), "number", 17))
                        .customizer(metadata -> metadata.put("text", new Object()))
                        .build())
                .withoutOutbox()
                .build()) {
            background.report(Map.of("call", new Object(), "bool", true)).get(20, TimeUnit.SECONDS);

            assertThat(metadata()).isEqualTo("{\"number\":17,\"bool\":true}");
            assertThat(background.stats().undeclared()).isEqualTo(3);
        }
    }

    /** It would be a report of 60 bytes. */
    @Test
    void undeclaredValueThatIsTooLarge_losesNoReport() throws Exception {
        try (BackgroundReporter background = BackgroundReporter.builder(
                        builder().build())
                .withoutOutbox()
                .maxBytes(1 << 16)
                .build()) {
            background
                    .report(Map.of("log", "x".repeat(1 << 17), "text", "linux"))
                    .get(20, TimeUnit.SECONDS);

            assertThat(metadata()).isEqualTo("{\"text\":\"linux\"}");
            assertThat(background.stats().undeclared()).isEqualTo(1);
        }
    }

    /** It is read while a report is made, on whatever thread that is: what the application changes then must not matter. */
    @Test
    void baseMetadata_isCopiedWhenTheReporterIsBuilt() throws Exception {
        AtomicInteger number = new AtomicInteger(1);
        try (Reporter reporter =
                builder().baseMetadata(Map.of("number", number)).build()) {
            number.set(2);
            reporter.report(null);

            assertThat(metadata()).isEqualTo("{\"number\":1}");
        }
    }

    @Test
    void mapThatCannotBeRead_isRefusedAsWithoutADeclaration() {
        Map<String, Object> broken = new AbstractMap<>() {
            @Override
            public Set<Entry<String, Object>> entrySet() {
                throw new IllegalStateException("broken");
            }
        };
        try (Reporter reporter = builder().build()) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> reporter.report(broken))
                    .withMessageContaining("broken");
        }
    }

    @Test
    void manyKeys_areAllCounted() throws Exception {
        Map<String, Object> many = new HashMap<>();
        IntStream.range(0, 1_000).forEach(i -> many.put("key" + i, "value"));
        try (Reporter reporter = builder().build()) {
            reporter.report(many);

            assertThat(metadata()).isEqualTo("{}");
            assertThat(reporter.status().undeclared()).isEqualTo(1_000);
        }
    }

    @Test
    void withoutAnEndpoint_buildSaysTheWayOut() {
        Reporter.Builder builder = Reporter.builder(DECLARATION, "1.0").installId("id");

        assertThatThrownBy(() -> builder.transport(transport).build())
                .isInstanceOf(MetritonConfigurationException.class)
                .hasMessage(
                        "a Reporter with a Declaration has no default endpoint: call endpoint(URI) with that of your"
                                + " collector");
        try (Reporter explicit = builder.endpoint(Endpoints.DEFAULT).build()) {
            assertThat(explicit.status().endpoint()).isEqualTo(Endpoints.DEFAULT);
        }
    }

    @Test
    void withoutAnEndpointAndDisabled_buildChecksNothing() {
        try (Reporter reporter =
                Reporter.builder(DECLARATION, "1.0").enabled(false).build()) {
            assertThat(reporter.status().undeclared()).isZero();
        }
    }

    @Test
    void blankVersion_isRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Reporter.builder(DECLARATION, " "));
    }

    private Reporter.Builder builder() {
        return Reporter.builder(DECLARATION, "1.0")
                .installId("id")
                .endpoint(ENDPOINT)
                .environment(Map.of())
                .transport(transport)
                .timeout(Duration.ofSeconds(20));
    }

    private String metadata() {
        String sent = transport.sent();
        return sent.substring(sent.indexOf("\"metadata\":") + "\"metadata\":".length(), sent.length() - 1);
    }
}
