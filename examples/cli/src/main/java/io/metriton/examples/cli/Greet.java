package io.metriton.examples.cli;

import io.metriton.core.BackgroundReporter;
import io.metriton.core.Endpoints;
import io.metriton.core.Reporter;
import io.metriton.core.UpdateNotifier;
import java.util.Map;

/**
 * A tool that greets, and reports that it did. The first run of a day waits at its end, for a second at most, until the report
 * is delivered; other runs wait for nothing, and leave what is not delivered in the outbox. So nothing is closed here.
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

    @SuppressWarnings("FutureReturnValueIgnored") // The tool goes on, whether the report arrives or not.
    private static void startTelemetry(int names) {
        BackgroundReporter telemetry = BackgroundReporter.builder(Reporter.builder("greet", VERSION)
                        .endpoint(Endpoints.fromEnvironment(System.getenv()))
                        .build())
                .onAnswer(UpdateNotifier.to(System.err, VERSION))
                .build();
        telemetry.report(Map.of("action", "greet", "names", names));
    }
}
