package io.metriton.collector.applications;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What an administrator set for an application. A setting that was not set is not there. Immutable.
 *
 * <p>It is kept, and sent by the API, as the object that {@link #json()} gives.
 */
public final class Settings {

    static final String LATEST_VERSION = "latest_version";
    static final String NOTICES = "notices";
    static final String RULES = "rules";
    static final String VERSIONS = "versions";
    static final String HARD_LIMIT = "hard_limit";
    static final String DISABLE_SCOUT = "disable_scout";
    static final String PUBLIC = "public";
    static final String REVISION = "revision";
    static final String ABOUT = "about";
    static final String DEVELOPMENT = "development_versions";

    private static final Pattern DEVELOPMENT_BY_DEFAULT = Pattern.compile("(?i).*-SNAPSHOT|.*-dev|dev");

    private final ObjectNode json;
    private final List<Rule> rules = new ArrayList<>();
    private final List<Glob> development = new ArrayList<>();

    /** Answers that hold for a range of versions. */
    record Rule(VersionRange versions, JsonNode answers) {}

    Settings(JsonNode json) {
        this.json = json.deepCopy();
        for (JsonNode rule : json.path(RULES)) {
            rules.add(new Rule(VersionRange.stored(rule.path(VERSIONS).asText()), rule));
        }
        for (JsonNode pattern : json.path(DEVELOPMENT)) {
            development.add(new Glob(pattern.asText()));
        }
    }

    static Settings none() {
        return new Settings(JsonNodeFactory.instance.objectNode());
    }

    /**
     * All that is set.
     *
     * @return a copy
     */
    public ObjectNode json() {
        return json.deepCopy();
    }

    /**
     * Whether anybody may see the figures.
     *
     * @return false unless set
     */
    public boolean isPublic() {
        return json.path(PUBLIC).asBoolean();
    }

    /**
     * Where users read about the application's telemetry.
     *
     * @return a URL with https or http
     */
    public Optional<String> about() {
        return text(json, ABOUT);
    }

    /**
     * The newest version.
     *
     * @return for all versions, without rules
     */
    public Optional<String> latestVersion() {
        return text(json, LATEST_VERSION);
    }

    int revision() {
        return json.path(REVISION).asInt(0);
    }

    /** What is answered where no rule says anything else; not to be changed. */
    JsonNode answers() {
        return json;
    }

    List<Rule> rules() {
        return rules;
    }

    /**
     * Whether a version is run by developers only.
     *
     * @param version of a report
     * @return whether its reports are in no production figure
     */
    public boolean isDevelopment(String version) {
        return DEVELOPMENT_BY_DEFAULT.matcher(version).matches()
                || development.stream().anyMatch(glob -> glob.matches(version));
    }

    static Optional<String> text(JsonNode node, String field) {
        return Optional.ofNullable(node.get(field)).filter(JsonNode::isTextual).map(JsonNode::asText);
    }
}
