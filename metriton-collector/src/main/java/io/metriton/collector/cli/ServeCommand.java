package io.metriton.collector.cli;

import io.metriton.collector.figures.UtcDay;
import io.metriton.collector.privacy.Secrets;
import io.metriton.collector.store.Store;
import io.metriton.collector.web.Listener;
import java.io.PrintStream;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code serve}: runs until the process is told to end. */
@Command(name = "serve", description = "Takes reports and shows figures.", mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {

    private static final Logger LOG = LoggerFactory.getLogger(ServeCommand.class);

    @Mixin
    private StoreOptions storeOptions = new StoreOptions();

    @Option(names = "--host", defaultValue = "127.0.0.1", description = "address to listen on (${DEFAULT-VALUE})")
    private String host = "";

    @Option(names = "--port", defaultValue = "8080", description = "0 for any that is free (${DEFAULT-VALUE})")
    private int port;

    @Option(
            names = "--limit-address",
            paramLabel = "N",
            defaultValue = "600",
            description = "reports of one address a minute, 0 for any number (${DEFAULT-VALUE})")
    private int limitAddress;

    @Option(
            names = "--limit-install",
            paramLabel = "N",
            defaultValue = "60",
            description = "reports of one installation an hour, 0 for any number (${DEFAULT-VALUE})")
    private int limitInstall;

    @Option(
            names = "--retention-days",
            paramLabel = "N",
            defaultValue = "400",
            description = "days after its last report when an installation is deleted (${DEFAULT-VALUE})")
    private int retentionDays;

    @Option(
            names = "--trusted-proxies",
            paramLabel = "ADDRESS",
            split = ",",
            description = "addresses of proxies whose X-Forwarded-For and X-Forwarded-Proto are believed")
    private List<String> trustedProxies = List.of();

    private final PrintStream out;

    ServeCommand(PrintStream out) {
        this.out = out;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (port < 0 || port > 65_535) {
            throw new UsageException("--port must be 0 to 65535, not " + port + "; 0 takes a free one");
        }
        requireAtLeast(0, "--limit-address", limitAddress);
        requireAtLeast(0, "--limit-install", limitInstall);
        requireAtLeast(60, "--retention-days", retentionDays);
        Collector.Behaviour behaviour = behaviour();
        Clock clock = Clock.systemUTC();
        Store store = storeOptions.open();
        Collector collector;
        try {
            SecretSource secrets = storeOptions.secrets(System.getenv());
            Secrets settled = StoreOptions.settle(secrets, store);
            new FirstToken(store, out).makeIfMissing(storeOptions.folder(), Terminal.isThere(), UtcDay.today(clock));
            collector = new Collector(store, secrets, behaviour, clock);
            warnIfNothingIsStored(store, settled);
        } catch (RuntimeException e) {
            store.close();
            throw e;
        }
        CountDownLatch ended = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            collector.close();
                            ended.countDown();
                        },
                        "metriton-stop"));
        out.println("listening on http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + collector.port());
        out.flush();
        ended.await();
        return 0;
    }

    private static void requireAtLeast(int least, String option, int value) {
        if (value < least) {
            throw new UsageException(option + " must be " + least + " or more, not " + value);
        }
    }

    /** Such as a file without the right to write: nobody would notice before the first report. */
    private void warnIfNothingIsStored(Store store, Secrets secrets) {
        String place = storeOptions.database().isPresent()
                ? "the database"
                : storeOptions.databaseFile().toAbsolutePath() + " and its folder";
        var unused = store.probe(secrets.current().fingerprint()).exceptionally(e -> {
            LOG.warn(
                    "nothing can be stored, and reports are answered with 503: make room, and let the user of this process write to {}",
                    place,
                    e);
            return false;
        });
    }

    private Collector.Behaviour behaviour() {
        try {
            Listener listener = new Listener(host, port, Set.copyOf(trustedProxies));
            return new Collector.Behaviour(listener, limitAddress, limitInstall, retentionDays);
        } catch (IllegalArgumentException e) {
            throw new UsageException(e.getMessage() + " (--trusted-proxies)");
        }
    }
}
