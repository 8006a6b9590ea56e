package io.metriton.testkit;

import java.util.List;
import java.util.Map;

/** Says in the message of an assertion what arrived at a server. */
record Arrivals(List<ReceivedReport> reports, List<String> rejected, Map<String, String> environment) {
    private static final List<String> OPT_OUTS = List.of("SCOUT_DISABLE", "DO_NOT_TRACK", "TRAVIS_REPO_SLUG");

    /** Whether something arrived that is no report. */
    boolean areWrong() {
        return !rejected.isEmpty();
    }

    String wrong() {
        return "expected reports only, but received " + count(rejected.size(), "request") + " that "
                + (rejected.size() == 1 ? "is" : "are") + " none:" + list(rejected);
    }

    /** As {@code 2 reports:} and a line for each. */
    String described() {
        return reports.isEmpty() ? "no report" + optOut() : count(reports.size(), "report") + ":" + list(reports);
    }

    static String count(int count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }

    /** No library can undo an opt-out of the environment, but whoever wonders why nothing arrives wants to know of it. */
    private String optOut() {
        List<String> set = OPT_OUTS.stream().filter(environment::containsKey).toList();
        return set.isEmpty()
                ? ""
                : " (" + String.join(", ", set) + " in the environment of this JVM may turn reports off: remove it for"
                        + " tests, see excludedEnvironmentVariables of Surefire)";
    }

    private static String list(List<?> entries) {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < entries.size(); i++) {
            lines.append("\n  ").append(i + 1).append(". ").append(entries.get(i));
        }
        return lines.toString();
    }
}
