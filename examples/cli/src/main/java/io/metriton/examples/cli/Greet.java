package io.metriton.examples.cli;

import io.metriton.api.MetritonConfigurationException;
import io.metriton.api.Response;
import io.metriton.core.BackgroundReporter;
import io.metriton.core.Endpoints;
import io.metriton.core.Reporter;
import io.metriton.core.Updates;
import java.util.Map;

/**
 * A tool that greets, and reports that it did. It does not wait for its report: a try is made while it works, and what is
 * not delivered when it ends lies in the outbox, for the next run to deliver. So it is never closed.
 */
public final class Greet {
    private static final String VERSION = "1.0.0";
    private static final int WORK_MILLIS = 300;

    private Greet() {}

    /**
     * Greets each, and takes its time.
     *
     * @param args whom to greet
     * @throws InterruptedException if the main thread is interrupted
     */
    public static void main(String[] args) throws InterruptedException {
        startTelemetry(args.length);
        for (String name : args) {
            System.out.println("Hello " + name + "!");
            Thread.sleep(WORK_MILLIS);
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // Whether it arrives is not the tool's affair.
    private static void startTelemetry(int names) {
        try {
            BackgroundReporter telemetry = BackgroundReporter.builder(Reporter.builder("greet", VERSION)
                            .endpoint(Endpoints.fromEnvironment(System.getenv()))
                            .build())
                    .onAnswer(Greet::showUpdate)
                    .build();
            telemetry.report(Map.of("action", "greet", "names", names));
        } catch (MetritonConfigurationException e) {
            System.err.println(e.getMessage()); // A misspelt METRITON_TRANSPORT, say: no reason not to greet.
        }
    }

    /** Only seen if the tool works long enough for the answer to come. */
    private static void showUpdate(Response response) {
        if (Updates.isNewer(response.latestVersion(), VERSION)) {
            System.err.println("greet " + response.latestVersion() + " is out");
        }
    }
}
