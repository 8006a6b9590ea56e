package io.metriton.benchmarks.cold;

import io.metriton.core.BackgroundReporter;
import io.metriton.core.Reporter;
import io.metriton.installid.fs.FilesystemInstallIdProvider;
import io.metriton.outbox.fs.FilesystemOutboxProvider;
import io.metriton.transport.socket.SocketTransportProvider;
import java.net.URI;
import java.util.Map;
import java.util.function.Supplier;

/**
 * A tool that reports once a day, counts, works, and ends; its parts are named. Arguments: endpoint, milliseconds of work. No
 * lambda is used, whose first costs a JVM as much as all the rest.
 */
final class DailyNamed implements Supplier<Map<String, ?>> {
    @Override
    public Map<String, ?> get() {
        return Map.of("os", "linux");
    }

    public static void main(String[] args) {
        BackgroundReporter telemetry = BackgroundReporter.builder(Reporter.builder("bench-named", "1.0")
                        .endpoint(URI.create(args[0]))
                        .transport(new SocketTransportProvider())
                        .installIdProvider(new FilesystemInstallIdProvider()))
                .outbox(new FilesystemOutboxProvider())
                .daily(new DailyNamed())
                .build();
        telemetry.count("commands", "build");
        Working.work(args[1]);
    }
}
