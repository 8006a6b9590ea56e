package io.metriton.it;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One recorded case of the older clients (see this module's README): what went in, what the server said, and what this
 * SDK must show: as recorded, or, where the recording leaves it open, as {@code chosen.json} says.
 */
record RecordedCase(String name, String title, JsonNode inputs, JsonNode answers, JsonNode expect) {
    private static final JsonNode CHOSEN = Json.resource("/vectors/chosen.json");
    private static final JsonNode EXCEPTIONS = Json.resource("/vectors/exceptions.json");
    private static final Set<String> BOUND_BY_PERMISSIONS =
            Set.of("id/readonly-config", "id/readonly-appdir", "id/umask-777");
    private static final String RECORDED_ORIGIN = "127.0.0.1:18923";

    static Stream<RecordedCase> group(String group) {
        List<RecordedCase> cases = new ArrayList<>();
        for (JsonNode each : Json.resource("/vectors/" + group + ".json")) {
            String name = each.get("name").textValue();
            JsonNode recorded = each.get("expect");
            JsonNode expect = recorded.isNull() ? CHOSEN.path(name) : recorded;
            cases.add(new RecordedCase(
                    name, each.get("title").textValue(), each.get("inputs"), each.get("answers"), expect));
        }
        return cases.stream();
    }

    static RecordedCase named(String name) {
        return group(name.substring(0, name.indexOf('/')))
                .filter(each -> each.name.equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** What a transport must show, where one cannot show what the others do. */
    JsonNode expect(String transport) {
        JsonNode exception = EXCEPTIONS.path(name).path(transport);
        return exception.isMissingNode() ? expect : exception;
    }

    /** Whether the case can be replayed at all; those that cannot are listed with the reason in the README. */
    boolean isReplayed() {
        return !expect.has("not_replayed");
    }

    /**
     * The command before the command of the process that the case needs for itself: with a umask, with a limit on the
     * size of files, or as a root that file permissions bind; empty if it can be played in the tests' own process.
     */
    List<String> processWrapper() {
        List<String> wrapper = new ArrayList<>();
        JsonNode env = inputs.get("env");
        if (env.has("GOLDEN_UMASK")) {
            wrapper.addAll(
                    List.of("sh", "-c", "umask " + env.get("GOLDEN_UMASK").textValue() + "; exec \"$@\"", "sh"));
        }
        if (env.has("GOLDEN_FSIZE")) {
            wrapper.addAll(
                    List.of("prlimit", "--fsize=" + env.get("GOLDEN_FSIZE").textValue()));
        }
        if (BOUND_BY_PERMISSIONS.contains(name)) {
            wrapper.addAll(List.of("setpriv", "--bounding-set=-dac_override,-dac_read_search"));
        }
        return wrapper;
    }

    /** The environment of the case: the recorder's defaults, and what the case sets or unsets. */
    Map<String, String> environment(String sandbox, int port) {
        Map<String, String> environment = new HashMap<>();
        environment.put("HOME", sandbox + "/home");
        environment.put("SCOUT_HOST", "127.0.0.1:" + port);
        environment.put("SCOUT_HTTPS", "0");
        inputs.get("env").properties().forEach(entry -> {
            if (entry.getValue().isNull()) {
                environment.remove(entry.getKey());
            } else {
                environment.put(entry.getKey(), localized(entry.getValue().textValue(), sandbox, port));
            }
        });
        return environment;
    }

    /** A recorded text with this run's sandbox and port in it. */
    static String localized(String text, String sandbox, int port) {
        return text.replace("{{SANDBOX}}", sandbox)
                .replace(RECORDED_ORIGIN, "127.0.0.1:" + port)
                .replace("LOCALHOST:18923", "LOCALHOST:" + port)
                .replace("localhost:18923", "localhost:" + port);
    }

    @Override
    public String toString() {
        return name + ": " + title;
    }
}
