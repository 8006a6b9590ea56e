package io.metriton.collector.applications;

import com.fasterxml.jackson.databind.JsonNode;
import io.metriton.collector.privacy.Texts;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Iterator;
import java.util.Set;

/** What each setting may be. */
final class SettingsRules {

    private static final int MOST_NOTICES = 20;
    private static final int MOST_RULES = 100;
    private static final int LONGEST_MESSAGE = 1000;
    private static final Set<String> IN_RULES = Set.of(
            Settings.VERSIONS, Settings.LATEST_VERSION, Settings.NOTICES, Settings.HARD_LIMIT, Settings.DISABLE_SCOUT);

    private SettingsRules() {}

    static void check(String field, JsonNode value) {
        switch (field) {
            case Settings.LATEST_VERSION ->
                require(isVersion(value), field, "a version of 1 to 128 characters, no blank before or after it");
            case Settings.HARD_LIMIT, Settings.DISABLE_SCOUT, Settings.PUBLIC ->
                require(value.isBoolean(), field, "true or false");
            case Settings.NOTICES -> checkNotices(value);
            case Settings.RULES -> checkRules(value);
            case Settings.REVISION -> require(value.isInt() && value.asInt() >= 0, field, "a whole number");
            case Settings.ABOUT -> require(isLink(value), field, "a URL with http or https");
            case Settings.DEVELOPMENT -> checkDevelopment(value);
            default ->
                throw new InvalidSettingsException("there is a field that no application has; it has "
                        + "latest_version, notices, rules, hard_limit, disable_scout, metadata, public, revision, about, "
                        + "development_versions");
        }
    }

    private static void require(boolean holds, String field, String what) {
        if (!holds) {
            throw new InvalidSettingsException(field + " must be " + what);
        }
    }

    private static boolean isVersion(JsonNode value) {
        String text = value.asText();
        return value.isTextual()
                && Texts.isPlain(text)
                && text.strip().equals(text); // With a blank it would match none.
    }

    private static boolean isLink(JsonNode value) {
        if (!value.isTextual() || value.asText().length() > LONGEST_MESSAGE) {
            return false;
        }
        try {
            URI uri = new URI(value.asText());
            return uri.getHost() != null && Set.of("http", "https").contains(String.valueOf(uri.getScheme()));
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static void checkNotices(JsonNode notices) {
        boolean valid = notices.isArray() && notices.size() <= MOST_NOTICES;
        for (JsonNode notice : notices) {
            valid &= isMessage(notice)
                    || (notice.isObject()
                            && notice.size() == 2
                            && isMessage(notice.path("message"))
                            && isMessage(notice.path("level")));
        }
        require(valid, Settings.NOTICES, "at most " + MOST_NOTICES + " texts, or objects of level and message");
    }

    private static boolean isMessage(JsonNode value) {
        return value.isTextual() && !value.asText().isBlank() && Texts.isLine(value.asText(), LONGEST_MESSAGE);
    }

    private static void checkRules(JsonNode rules) {
        require(rules.isArray() && rules.size() <= MOST_RULES, Settings.RULES, "at most " + MOST_RULES + " objects");
        for (JsonNode rule : rules) {
            require(
                    rule.isObject() && rule.path(Settings.VERSIONS).isTextual(),
                    Settings.RULES,
                    "objects with versions");
            try {
                VersionRange.of(rule.path(Settings.VERSIONS).asText());
            } catch (IllegalArgumentException e) {
                throw new InvalidSettingsException(Settings.RULES + ": " + e.getMessage());
            }
            require(rule.size() > 1, Settings.RULES, "objects of versions and what is answered for them");
            for (Iterator<String> names = rule.fieldNames(); names.hasNext(); ) {
                String name = names.next();
                require(IN_RULES.contains(name), Settings.RULES, "objects of versions and what is answered for them");
                if (!name.equals(Settings.VERSIONS)) {
                    check(name, rule.path(name));
                }
            }
        }
    }

    private static void checkDevelopment(JsonNode patterns) {
        boolean valid = patterns.isArray() && patterns.size() <= MOST_NOTICES;
        for (JsonNode pattern : patterns) {
            valid &= isVersion(pattern);
        }
        require(valid, Settings.DEVELOPMENT, "at most " + MOST_NOTICES + " versions, in which * stands for anything");
    }
}
