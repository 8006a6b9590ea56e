package io.metriton.it;

import io.metriton.api.MetritonException;
import io.metriton.core.BackgroundReporter;
import io.metriton.core.Reporter;
import java.net.URI;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;

/**
 * The main class of a process that reports to the endpoint in its first argument, once waiting, once in the background, and
 * says what came of it and which threads there were before and after. The second argument may be {@code disabled}, to disable
 * the reporter by its builder, or {@code own-environment}, to give the builder an empty environment.
 */
final class OptOutChild {
    private OptOutChild() {}

    public static void main(String[] args) {
        System.out.println("before=" + threads());
        Reporter.Builder builder = Reporter.builder("optout", "1.2.3")
                .endpoint(URI.create(args[0]))
                .enabled(!args[args.length - 1].equals("disabled"));
        if (args[args.length - 1].equals("own-environment")) {
            builder.environment(Map.of());
        }
        try (Reporter reporter = builder.build()) {
            System.out.println("report=" + report(reporter));
            System.out.println("installId=" + installId(reporter));
            System.out.println("status=" + reporter.status());
            BackgroundReporter background = BackgroundReporter.builder(reporter).build();
            System.out.println("background=" + inBackground(background));
            System.out.println("after=" + threads());
            background.close();
        }
    }

    private static String report(Reporter reporter) {
        try {
            return reporter.report(Map.of("key", "value")).toString();
        } catch (MetritonException e) {
            return e.toString();
        }
    }

    private static String inBackground(BackgroundReporter background) {
        try {
            return background.report(Map.of("key", "value")).get().latestVersion();
        } catch (ExecutionException | InterruptedException e) {
            return e.toString();
        }
    }

    private static String installId(Reporter reporter) {
        try {
            return reporter.installId();
        } catch (MetritonException e) {
            return e.toString();
        }
    }

    private static String threads() {
        TreeSet<String> names = new TreeSet<>();
        Thread.getAllStackTraces().keySet().forEach(thread -> names.add(thread.getName()));
        return names.toString();
    }
}
