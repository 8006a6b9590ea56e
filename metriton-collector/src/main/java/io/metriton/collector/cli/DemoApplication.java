package io.metriton.collector.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Applications that do not exist, for {@code demo}. */
enum DemoApplication {

    /** A command-line tool that grows. */
    ACORN("acorn", 1_100, 1.0, 38, """
            {"latest_version": "NEWEST", "public": true, "revision": 2, "about": "https://example.org/acorn/telemetry",
             "notices": [{"level": "info", "message": "NEWEST starts twice as fast"}],
             "rules": [{"versions": "<1.2.0", "notices": [{"level": "warning", "message": "1.2.0 mends a hole"}]}],
             "metadata": {"os": {"type": "text", "why": "which systems we test on"},
               "java": {"type": "number", "why": "which Java we may use"},
               "ci": {"type": "bool", "why": "whether people or machines run it"},
               "plugins": {"type": "set", "why": "which plug-ins to keep compatible"},
               "commands": {"type": "counts", "why": "which commands are worth work"}}}
            """) {
        @Override
        Map<String, Object> metadata(DemoInstall install) {
            Map<String, Object> metadata = new LinkedHashMap<>();
            metadata.put("os", install.trait("linux", 52, "mac", 27, "windows", 21));
            metadata.put("java", Integer.parseInt(install.trait("17", 45, "21", 40, "25", 15)));
            metadata.put("ci", install.trait("no", 92, "yes", 8).equals("yes"));
            metadata.put("plugins", install.traits(Map.of("docker", 55, "kotlin", 35, "lint", 25, "site", 8)));
            metadata.put("commands", install.counts(Map.of("build", 9, "test", 6, "run", 3, "release", 1)));
            return metadata;
        }
    },

    /** A service, not public: few installations, and they stay. */
    HARBOR("harbor", 90, 0.3, 60, """
            {"latest_version": "NEWEST", "metadata": {"runs_in": {"type": "text", "why": "where we test it"},
               "java": {"type": "number", "why": "which Java we may use"}}}
            """) {
        @Override
        Map<String, Object> metadata(DemoInstall install) {
            return Map.of(
                    "runs_in", install.trait("kubernetes", 60, "docker", 25, "a machine of its own", 15),
                    "java", Integer.parseInt(install.trait("21", 70, "25", 30)));
        }
    },

    /** A desktop program whose best time is over. */
    LANTERN("lantern", 420, -0.45, 90, """
            {"latest_version": "NEWEST", "public": true, "metadata": {"os": {"type": "text"}}}
            """) {
        @Override
        Map<String, Object> metadata(DemoInstall install) {
            return Map.of("os", install.trait("windows", 60, "mac", 30, "linux", 10));
        }
    };

    final String label;
    final int installs;
    /** How many more of the installations are new at the end than at the beginning; negative for fewer. */
    final double growth;
    /** Days between releases. */
    final int rhythm;

    private final String settings;

    DemoApplication(String label, int installs, double growth, int rhythm, String settings) {
        this.label = label;
        this.installs = installs;
        this.growth = growth;
        this.rhythm = rhythm;
        this.settings = settings;
    }

    /** What is set for it at the end of a history. */
    String settings(int days) {
        List<String> released = released(days - 1);
        return settings.replace("NEWEST", released.get(released.size() - 1));
    }

    /** What an installation says of itself on a day. */
    abstract Map<String, Object> metadata(DemoInstall install);

    /** The versions that were released until a day of the history, the newest last. */
    List<String> released(int day) {
        int major = this == ACORN ? 1 : this == HARBOR ? 4 : 2;
        return IntStream.rangeClosed(0, day / rhythm)
                .mapToObj(minor -> major + "." + minor + ".0")
                .toList();
    }
}
