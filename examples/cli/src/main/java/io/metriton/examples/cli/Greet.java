package io.metriton.examples.cli;

import io.metriton.core.BackgroundReporter;
import io.metriton.core.Declaration;
import io.metriton.core.Endpoints;
import io.metriton.core.Reporter;
import io.metriton.core.StandardKey;
import io.metriton.core.UpdateNotifier;
import io.metriton.installid.fs.FilesystemInstallIdProvider;
import io.metriton.outbox.fs.FilesystemOutboxProvider;
import io.metriton.transport.socket.SocketTransportProvider;
import java.io.PrintStream;
import java.net.URI;
import java.time.Clock;
import java.util.Map;

/**
 * A tool that greets, and reports once a day how often it did. The first run of a day waits at its end, for a second at most,
 * until the report is delivered. Other runs only count: they look for nothing, as the parts are named. So nothing is closed
 * here.
 */
public final class Greet {
    static final Declaration DECLARATION = Declaration.builder("greet", 1)
            .text("os", "which systems to test on")
            .number("java", "which Java the next version may need")
            .counts("greetings", "whether people are greeted one by one, or many at once")
            .standard(StandardKey.NEW_INSTALL)
            .build();

    private static final String VERSION = "1.0.0";
    private static final URI ENDPOINT = URI.create("https://telemetry.example.org/scout");
    private static final int WORK_MILLIS = 300;

    private Greet() {}

    /**
     * Greets each, and takes its time.
     *
     * @param args whom to greet
     * @throws InterruptedException if the main thread is interrupted
     */
    public static void main(String[] args) throws InterruptedException {
        BackgroundReporter telemetry =
                telemetry(endpoint(System.getenv()), System.getenv(), Clock.systemUTC(), System.err);
        if (args.length > 0) {
            telemetry.count("greetings", args.length == 1 ? "one" : "many");
        }
        for (String name : args) {
            System.out.println("Hello " + name + "!");
            Thread.sleep(WORK_MILLIS);
        }
    }

    /** The author's own collector; a test, or a user with another, names that in {@code SCOUT_HOST}. */
    private static URI endpoint(Map<String, String> environment) {
        return environment.containsKey("SCOUT_HOST") ? Endpoints.fromEnvironment(environment) : ENDPOINT;
    }

    static BackgroundReporter telemetry(URI endpoint, Map<String, String> environment, Clock clock, PrintStream news) {
        return BackgroundReporter.builder(Reporter.builder(DECLARATION, VERSION)
                        .endpoint(endpoint)
                        .environment(environment)
                        .transport(new SocketTransportProvider())
                        .installIdProvider(new FilesystemInstallIdProvider()))
                .outbox(new FilesystemOutboxProvider())
                .onAnswer(UpdateNotifier.to(news, VERSION))
                .clock(clock)
                .daily(Greet::metadata)
                .build();
    }

    private static Map<String, ?> metadata() {
        return Map.of(
                "os", System.getProperty("os.name"), "java", Runtime.version().feature());
    }
}
