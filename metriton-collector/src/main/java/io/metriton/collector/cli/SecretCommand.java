package io.metriton.collector.cli;

import io.metriton.collector.store.SecretTable;
import io.metriton.collector.store.Store;
import java.io.PrintStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code secret rotate}: a new secret; installations get their new keys with their next reports. */
@Command(name = "secret", description = "Changes the secret.", mixinStandardHelpOptions = true)
final class SecretCommand {

    private final PrintStream out;

    SecretCommand(PrintStream out) {
        this.out = out;
    }

    @Command(
            name = "rotate",
            description = {
                "Makes a new secret and keeps the current one, by which installations are still found.",
                "Not again before the retention is over: what has not reported since then would count as new."
            },
            mixinStandardHelpOptions = true)
    int rotate(@Mixin StoreOptions options) {
        try (Store store = options.openExisting()) {
            SecretSource source = options.secrets(System.getenv());
            SecretTable table = new SecretTable(store);
            boolean isCutShort = table.isSettled() && !table.accepts(source.read());
            table.settle(source.read());
            if (isCutShort) { // To change it once more would drop the secret by which all installations are found.
                out.println("the change of the secret that was begun before is finished; it is not changed once more");
            } else if (source.isFile()) {
                source.rotate();
                table.settle(source.read());
                out.println("the secret is changed; a collector that runs on this file notices with the next report");
            } else {
                out.println("the secret comes from METRITON_COLLECTOR_SECRET: set it to \"NEW OLD\", with the old one"
                        + " second, and start all nodes again");
            }
        }
        return 0;
    }
}
