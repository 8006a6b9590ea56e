package io.metriton.benchmarks.cold;

import io.metriton.core.Reporter;
import java.io.IOException;
import java.net.URI;
import java.util.Map;

/** A report with a Reporter, over whatever transport is on the class path. Arguments: endpoint. */
final class Sync {
    private Sync() {}

    public static void main(String[] args) throws IOException {
        try (Reporter reporter =
                Reporter.builder("bench", "1.0").endpoint(URI.create(args[0])).build()) {
            reporter.report(Map.of("action", "start", "files", 3));
        }
    }
}
