package io.metriton.collector.cli;

import io.metriton.collector.applications.Applications;
import io.metriton.collector.privacy.Secrets;
import io.metriton.collector.store.Store;
import java.io.PrintStream;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code demo}: applications that do not exist, with their history, to see what the pages show. */
@Command(
        name = "demo",
        description =
                "Makes a data folder of applications that do not exist, with their history, to look at the pages.",
        mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {

    @Mixin
    private StoreOptions options = new StoreOptions();

    @Option(
            names = "--days",
            paramLabel = "N",
            defaultValue = "200",
            description = "how long the history is, 30 to 400 (${DEFAULT-VALUE})")
    private int days;

    private final PrintStream out;

    DemoCommand(PrintStream out) {
        this.out = out;
    }

    @Override
    public Integer call() {
        if (days < 30 || days > 400) {
            throw new UsageException("--days must be 30 to 400, not " + days);
        }
        try (Store store = options.open()) {
            if (!new Applications(store).all().isEmpty()) {
                throw new UsageException(
                        "there are applications already, and what is simulated must not get among what is"
                                + " real: name an empty folder with --data");
            }
            Secrets secrets = StoreOptions.settle(options.secrets(System.getenv()), store);
            int reports = new DemoHistory(store, secrets).write(days, Instant.now());
            out.println("simulated " + reports + " reports of " + days + " days; look at them with: serve --data "
                    + options.data());
        }
        return 0;
    }
}
