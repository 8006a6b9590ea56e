package io.metriton.collector.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.metriton.api.Transport;
import io.metriton.api.TransportResponse;
import io.metriton.collector.privacy.AllowList;
import io.metriton.collector.privacy.Declared;
import io.metriton.collector.privacy.DeclaredKey;
import io.metriton.collector.privacy.MetadataType;
import io.metriton.core.Declaration;
import io.metriton.core.Reporter;
import java.math.BigDecimal;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the SDK sends of a declared key, the collector counts; what it would not count, the SDK leaves out. */
class DeclaredReportTest {

    private static final Declaration DECLARATION = Declaration.builder("greet", 1)
            .text("text", "why")
            .number("number", "why")
            .bool("bool", "why")
            .set("set", "why")
            .counts("counts", "why")
            .build();

    private static final AllowList ALLOW_LIST = new AllowList(Map.of(
            "text", new DeclaredKey(1, "text", MetadataType.TEXT, ""),
            "number", new DeclaredKey(2, "number", MetadataType.NUMBER, ""),
            "bool", new DeclaredKey(3, "bool", MetadataType.BOOL, ""),
            "set", new DeclaredKey(4, "set", MetadataType.SET, ""),
            "counts", new DeclaredKey(5, "counts", MetadataType.COUNTS, "")));

    private final List<byte[]> sent = new ArrayList<>();

    static Stream<Arguments> values() {
        return Stream.of(
                Arguments.of("text", "linux", true),
                Arguments.of("text", "x".repeat(10_000), true),
                Arguments.of("text", 1, false),
                Arguments.of("number", 17, true),
                Arguments.of("number", 1e300, true),
                Arguments.of("number", "17", false),
                Arguments.of("bool", false, true),
                Arguments.of("bool", 0, false),
                Arguments.of("set", List.of(), true),
                Arguments.of("set", Collections.nCopies(64, "a"), true),
                Arguments.of("set", Collections.nCopies(65, "a"), false),
                Arguments.of("set", List.of(1), false),
                Arguments.of("counts", Map.of(), true),
                Arguments.of("counts", Map.of("build", 1_000_000_000), true),
                Arguments.of("counts", Map.of("build", 1_000_000_001), false),
                Arguments.of("counts", Map.of("build", 2.0), true),
                Arguments.of("counts", Map.of("build", new BigDecimal("1.20e1")), true),
                Arguments.of("counts", Map.of("build", 1.5), false),
                Arguments.of("counts", Map.of("build", -1), false),
                Arguments.of("counts", names(200), true),
                Arguments.of("counts", names(201), false));
    }

    @ParameterizedTest
    @MethodSource("values")
    void whatIsSent_isWhatIsCounted(String key, Object value, boolean counted) throws Exception {
        Map<String, Object> unfiltered = report(Reporter.builder("greet", "1.0"), key, value);
        Map<String, Object> declared = report(Reporter.builder(DECLARATION, "1.0"), key, value);

        assertThat(taken(unfiltered)).isEqualTo(unfiltered.size() - (counted ? 0 : 1));
        assertThat(declared.keySet().contains(key)).isEqualTo(counted);
        assertThat(taken(declared)).isEqualTo(declared.size());
    }

    /** How many keys are left of it. */
    private static int taken(Map<String, Object> metadata) {
        Declared declared = ALLOW_LIST.of(metadata);
        return declared.values().size() + declared.counts().size();
    }

    @Test
    void nullOfADeclaredKey_isNotSent() throws Exception {
        Declared declared = ALLOW_LIST.of(report(Reporter.builder(DECLARATION, "1.0"), "text", null));

        assertThat(declared.counts()).isEmpty();
        assertThat(declared.values()).isEmpty();
    }

    private static Map<String, Integer> names(int count) {
        Map<String, Integer> names = new TreeMap<>();
        for (int i = 0; i < count; i++) {
            names.put("name" + i, i);
        }
        return names;
    }

    private Map<String, Object> report(Reporter.Builder builder, String key, @Nullable Object value) throws Exception {
        Transport transport = request -> {
            sent.add(request.body());
            return TransportResponse.builder().status(204).build();
        };
        try (Reporter reporter = builder.endpoint(URI.create("https://collector.example/scout"))
                .environment(Map.of())
                .installId("id")
                .transport(transport)
                .build()) {
            reporter.report(Collections.singletonMap(key, value));
        }
        return ReportBody.read(sent.get(sent.size() - 1)).metadata();
    }
}
