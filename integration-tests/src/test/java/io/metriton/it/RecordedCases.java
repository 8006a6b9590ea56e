package io.metriton.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.metriton.testkit.ReceivedRequest;
import io.metriton.testkit.ScriptedServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Replays every recorded case over one transport; a class for each, so that they run side by side. */
abstract class RecordedCases {
    private static final List<String> GROUPS =
            List.of("wire", "status", "body", "disable", "id", "validation", "concurrent", "ctx", "transport");
    private static final String HOME = System.getProperty("user.home");
    private static final Pattern UUID =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");

    @TempDir
    Path folder;

    private final Map<String, String> uuids = new HashMap<>();
    private final String transport;

    RecordedCases(String transport) {
        this.transport = transport;
    }

    static Stream<RecordedCase> all() {
        return GROUPS.stream().flatMap(RecordedCase::group);
    }

    static Stream<RecordedCase> replayed() {
        return all().filter(RecordedCase::isReplayed);
    }

    /** What an id falls back to when there are no variables must not be the home of who runs the tests. */
    @BeforeEach
    void moveHome() {
        System.setProperty("user.home", folder.resolve("user-home").toString());
    }

    @AfterEach
    void moveHomeBack() {
        System.setProperty("user.home", HOME);
    }

    /** A later test may get the same port, which is then the same origin. */
    @AfterEach
    void forgetOrdersToBeSilent() {
        System.getProperties().stringPropertyNames().stream()
                .filter(name -> name.startsWith("disable_scout:"))
                .forEach(name -> System.setProperty(name, "false"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("replayed")
    void recordedCase_showsWhatIsExpected(RecordedCase recorded) throws Exception {
        Sandbox sandbox = new Sandbox(folder.toRealPath(), recorded.inputs().get("fs"));
        try (ScriptedServer server = ScriptedServer.start(new RecordedAnswers(recorded.answers()))) {
            JsonNode expect = recorded.expect(transport);
            JsonNode results = recorded.processWrapper().isEmpty()
                    ? Json.of(new CaseRunner(recorded, transport, sandbox.root(), server.port()).run())
                    : CaseProcess.run(recorded, transport, sandbox.root(), server.port());
            List<Object> sent = sent(server, expect);

            assertThat(expect.isMissingNode())
                    .as("chosen.json says nothing of %s; got %s and sent %s", recorded.name(), results, Json.of(sent))
                    .isFalse();
            assertResults(inOrder(results, expect), expect.get("results"));
            if (expect.has("sent")) {
                assertThat(sent).isEqualTo(Json.comparable(expect.get("sent")));
            }
            if (expect.has("targets")) {
                assertThat(server.requests().stream().map(ReceivedRequest::target))
                        .isEqualTo(Json.comparable(expect.get("targets")));
            }
            if (expect.has("files")) {
                assertFiles(sandbox, expect.get("files"));
            }
        }
    }

    private static JsonNode inOrder(JsonNode results, JsonNode expect) {
        List<JsonNode> list = new ArrayList<>();
        results.forEach(list::add);
        if (expect.path("any_order").asBoolean()) {
            list.sort(Comparator.comparing(JsonNode::toString));
        }
        return Json.of(list);
    }

    private static void assertResults(JsonNode actual, JsonNode expected) {
        assertThat(actual).as("results %s", actual).hasSameSizeAs(expected);
        for (int i = 0; i < expected.size(); i++) {
            JsonNode want = expected.get(i);
            JsonNode got = actual.get(i);
            if (want.path("ok").isBoolean()) {
                assertThat(got.has("ok")).as("result %d: %s", i, got).isTrue();
            } else {
                if (got.isObject() && !want.has("cause")) {
                    ((ObjectNode) got).remove("cause");
                }
                assertThat(Json.comparable(got)).as("result %d", i).isEqualTo(Json.comparable(want));
            }
        }
    }

    /** The bodies that arrived, in order; in the order of their text where callers were concurrent. */
    private List<Object> sent(ScriptedServer server, JsonNode expect) {
        List<Object> sent = new ArrayList<>();
        for (ReceivedRequest request : server.requests()) {
            assertThat(request.method()).isIn("POST", "CONNECT");
            assertThat(request.headers()).doesNotContainKeys("Cookie", "Expect", "Upgrade");
            if (request.method().equals("POST")) {
                assertThat(request.header("Content-Type")).contains("application/json");
                sent.add(Json.comparable(Json.parse(masked(new String(request.body(), StandardCharsets.UTF_8)))));
            }
        }
        if (expect.path("any_order").asBoolean()) {
            sent.sort(Comparator.comparing(Object::toString)); // Of concurrent callers.
        }
        return sent;
    }

    private void assertFiles(Sandbox sandbox, JsonNode files) throws Exception {
        Map<String, String> expected = new HashMap<>();
        for (JsonNode file : files) {
            String path = file.get("path").textValue();
            expected.put(path, file.get("content").textValue());
            if (file.has("mode")) {
                assertThat(sandbox.mode(path))
                        .as("mode of %s", path)
                        .isEqualTo(file.get("mode").textValue());
            }
        }
        Map<String, String> actual = new HashMap<>();
        sandbox.changed().forEach((path, content) -> actual.put(path, masked(content)));
        assertThat(actual).isEqualTo(expected);
    }

    /** The text with each random UUID replaced by a number, as in the recordings. */
    private String masked(String text) {
        Matcher matcher = UUID.matcher(text);
        return matcher.replaceAll(match -> match.group().startsWith("11111111-2222-4333")
                ? match.group()
                : uuids.computeIfAbsent(
                        match.group(), unused -> String.format("%08d-0000-4000-8000-000000000000", uuids.size() + 1)));
    }
}
