package io.metriton.it;

import io.metriton.core.BackgroundReporter;
import io.metriton.core.Reporter;
import java.net.URI;
import java.util.Map;

/**
 * A tool that reports once, works for some milliseconds, and ends. Arguments: endpoint, milliseconds, and whether it gives an
 * environment of its own.
 */
final class DryRunChild {
    private DryRunChild() {}

    public static void main(String[] args) throws InterruptedException {
        Map<String, String> environment = args.length > 2 ? Map.of("HOME", System.getenv("HOME")) : System.getenv();
        BackgroundReporter.builder(Reporter.builder("dry", "1.0")
                        .endpoint(URI.create(args[0]))
                        .environment(environment)
                        .transport("socket")
                        .build())
                .build()
                .report(Map.of("n", 1));
        Thread.sleep(Long.parseLong(args[1])); // Its work.
    }
}
