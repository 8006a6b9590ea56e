package io.metriton.collector.applications;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** What an installation is answered. */
public final class Answers {

    private static final List<String> FIELDS =
            List.of(Settings.LATEST_VERSION, Settings.NOTICES, Settings.HARD_LIMIT, Settings.DISABLE_SCOUT);

    private Answers() {}

    /**
     * The answer to a version. Rules for its range of versions take the place of what is set for all; the later rule
     * wins.
     *
     * @param application to whose installation
     * @param version what it runs; it is its own latest version where none is set
     * @return all five fields
     */
    public static ObjectNode to(Application application, String version) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.put("application", application.name());
        answer.put(Settings.LATEST_VERSION, version);
        answer.putArray(Settings.NOTICES);
        answer.put(Settings.HARD_LIMIT, false);
        answer.put(Settings.DISABLE_SCOUT, false);
        say(application.settings().answers(), answer);
        for (Settings.Rule rule : application.settings().rules()) {
            if (rule.versions().contains(version)) {
                say(rule.answers(), answer);
            }
        }
        return answer;
    }

    private static void say(JsonNode from, ObjectNode answer) {
        for (String field : FIELDS) {
            if (from.has(field)) {
                answer.set(field, from.get(field));
            }
        }
    }
}
