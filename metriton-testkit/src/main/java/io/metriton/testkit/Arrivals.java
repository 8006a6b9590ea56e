package io.metriton.testkit;

import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * Says in the message of an assertion what arrived at a server, and if nothing did, which settings of this JVM may be the
 * reason.
 *
 * @param settings as {@code DO_NOT_TRACK=1} or {@code -Dmetriton.disabled=true}
 */
record Arrivals(List<ReceivedReport> reports, List<String> rejected, List<String> undeclared, List<String> settings) {
    private static final List<String> VARIABLES =
            List.of("SCOUT_DISABLE", "DO_NOT_TRACK", "TRAVIS_REPO_SLUG", "METRITON_TRANSPORT");
    private static final List<String> PROPERTIES = List.of("metriton.disabled", "metriton.transport");

    /** Those that may turn reports off or send them elsewhere, with their values. */
    static List<String> settings(Map<String, String> environment, Properties properties) {
        return Stream.concat(
                        VARIABLES.stream()
                                .filter(environment::containsKey)
                                .map(name -> name + "=" + environment.get(name)),
                        PROPERTIES.stream()
                                .filter(name -> properties.getProperty(name) != null)
                                .map(name -> "-D" + name + "=" + properties.getProperty(name)))
                .toList();
    }

    /** Whether something arrived that is no report, or an application left out what it had not declared. */
    boolean areWrong() {
        return !rejected.isEmpty() || !undeclared.isEmpty();
    }

    String wrong() {
        if (rejected.isEmpty()) {
            return "expected what is declared only, but left out of reports was:" + list(undeclared);
        }
        return "expected reports only, but received " + count(rejected.size(), "request") + " that "
                + (rejected.size() == 1 ? "is" : "are") + " none:" + list(rejected);
    }

    /** As {@code 2 reports:} and a line for each. */
    String described() {
        return reports.isEmpty() ? "no report" + reason() : count(reports.size(), "report") + ":" + list(reports);
    }

    static String count(int count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }

    /** No library can undo a setting of the user's, but somebody who wonders why nothing arrives wants to know of it. */
    private String reason() {
        return settings.isEmpty()
                ? ""
                : "\n  This JVM has " + String.join(", ", settings) + ", which may be the reason, whatever environment"
                        + " the application is given: remove it for tests, see excludedEnvironmentVariables of Surefire.";
    }

    private static String list(List<?> entries) {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < entries.size(); i++) {
            lines.append("\n  ").append(i + 1).append(". ").append(entries.get(i));
        }
        return lines.toString();
    }
}
