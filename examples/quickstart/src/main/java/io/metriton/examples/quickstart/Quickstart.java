package io.metriton.examples.quickstart;

import io.metriton.api.MetritonConfigurationException;
import io.metriton.api.MetritonException;
import io.metriton.api.Response;
import io.metriton.core.Reporter;
import io.metriton.core.ReporterStatus;
import io.metriton.core.ServerText;
import io.metriton.core.UpdateNotifier;
import io.metriton.testkit.Answer;
import io.metriton.testkit.MetritonServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Reports to an endpoint in the same process and prints what a user wants to see: what is sent, where the id lives, what
 * comes back, and that nothing happens once the user says no. The first argument, if any, is the name of a transport.
 */
public final class Quickstart {
    private static final String APPLICATION = "quickstart";
    private static final String VERSION = "1.0.0";

    private final MetritonServer server;
    private final Path home;

    private Quickstart(MetritonServer server, Path home) {
        this.server = server;
        this.home = home;
    }

    /**
     * Runs the three acts.
     *
     * @param args perhaps the name of a transport: jdk, okhttp, apache, socket
     * @throws IOException if the temporary folder or the endpoint cannot be made, or the report does not get through
     */
    public static void main(String[] args) throws IOException {
        String transport = args.length == 0 ? "" : args[0];
        boolean ran = false;
        Path home = Files.createTempDirectory("metriton-quickstart");
        try (MetritonServer server = MetritonServer.start()) {
            server.answerAlways(Answer.known("1.1.0").notice("INFO", "1.1.0 starts twice as fast"));
            Quickstart quickstart = new Quickstart(server, home);
            quickstart.report(transport);
            quickstart.reportDisabled(transport);
            quickstart.reportToTheConsole();
            ran = true;
        } catch (MetritonConfigurationException e) {
            System.err.println(e.getMessage());
        } finally {
            delete(home);
        }
        if (!ran) {
            System.exit(1);
        }
    }

    private void report(String transport) throws MetritonException {
        title("A report");
        try (Reporter reporter = reporter(transport, Map.of())) {
            Response response = reporter.report(Map.of("action", "start", "plugins", List.of("git", "docker")));
            show(reporter.status());
            if (!reporter.status().enabled()) {
                return; // Who has opted out on this machine has opted out of the quickstart, too.
            }
            System.out.println("sent         " + server.reports().get(0).json());
            System.out.println("answer       latest version " + ServerText.oneLine(response.latestVersion())
                    + ", hard limit " + response.hardLimit() + ", disable_scout " + response.disableScout());
            UpdateNotifier.to((String line) -> System.out.println("told         " + line), VERSION)
                    .accept(response);
        }
    }

    private void reportDisabled(String transport) throws MetritonException {
        title("The same with SCOUT_DISABLE=1");
        delete(home.resolve(".config"));
        int before = server.reports().size();
        try (Reporter reporter = reporter(transport, Map.of("SCOUT_DISABLE", "1"))) {
            Response response = reporter.report(Map.of("action", "start"));
            show(reporter.status());
            System.out.println("answer       latest version " + ServerText.oneLine(response.latestVersion())
                    + " (the application's own)");
            System.out.println("sent         " + (server.reports().size() - before) + " reports");
            System.out.println("written      " + (Files.exists(home.resolve(".config")) ? "something!" : "no file"));
        }
    }

    private void reportToTheConsole() throws MetritonException {
        title("The same with METRITON_TRANSPORT=log: printed to stderr, not sent");
        int before = server.reports().size();
        try (Reporter reporter = reporter("", Map.of("METRITON_TRANSPORT", "log"))) {
            reporter.report(Map.of("action", "start"));
            System.err.flush();
            show(reporter.status());
            System.out.println("sent         " + (server.reports().size() - before) + " reports");
        }
    }

    private Reporter reporter(String transport, Map<String, String> variables) {
        Map<String, String> environment = new HashMap<>(variables);
        environment.put("HOME", home.toString()); // Where the install ID goes; a real program sets no environment.
        Reporter.Builder builder = Reporter.builder(APPLICATION, VERSION)
                .endpoint(server.endpoint())
                .environment(environment);
        if (!transport.isBlank()) {
            builder.transport(transport);
        }
        return builder.build();
    }

    private static void show(ReporterStatus status) {
        System.out.println("reporting    "
                + status.disabledReason().map(why -> "no: " + why).orElse("yes"));
        System.out.println("endpoint     " + status.endpoint());
        System.out.println("transport    " + status.transport().orElse("none, nothing was looked for"));
        System.out.println("install ID   " + status.installIdSource().orElse("none, nothing was looked for"));
    }

    private static void title(String text) {
        System.out.println();
        System.out.println("--- " + text);
    }

    private static void delete(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
