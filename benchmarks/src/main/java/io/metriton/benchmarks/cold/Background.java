package io.metriton.benchmarks.cold;

import io.metriton.core.BackgroundReporter;
import io.metriton.core.Reporter;
import java.net.URI;
import java.util.Map;

/**
 * A tool that reports in the background, works, and ends. Arguments: endpoint, milliseconds of work, and perhaps what it says
 * when it has reported.
 */
final class Background {
    private Background() {}

    public static void main(String[] args) {
        BackgroundReporter telemetry = BackgroundReporter.builder(Reporter.builder("bench", "1.0")
                        .endpoint(URI.create(args[0]))
                        .build())
                .build();
        telemetry.report(Map.of("action", "start", "files", 3));
        Working.say(args, 2);
        Working.work(args[1]);
    }
}
