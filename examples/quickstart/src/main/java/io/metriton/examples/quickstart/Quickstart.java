package io.metriton.examples.quickstart;

import io.metriton.api.MetritonConfigurationException;
import io.metriton.api.MetritonException;
import io.metriton.api.Response;
import io.metriton.core.Reporter;
import io.metriton.core.ReporterStatus;
import io.metriton.core.ServerText;
import io.metriton.core.UpdateNotifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reports to a collector of its own and prints what a user wants to see: what is sent, where the ID lives, what comes
 * back, what the collector counts, and that nothing happens once the user says no.
 */
public final class Quickstart {

    private static final String APPLICATION = "quickstart";
    private static final String VERSION = "1.0.0";
    private static final Map<String, Object> METADATA = Map.of("action", "start", "plugins", List.of("git", "docker"));
    private static final String DECLARED = """
            {"latest_version": "1.0.0", "public": true, "metadata": {
              "action": {"type": "text", "why": "what it is used for"},
              "plugins": {"type": "set", "why": "which plug-ins to keep compatible"}}}
            """;
    private static final String RELEASED = """
            {"latest_version": "1.1.0", "notices": [{"level": "INFO", "message": "1.1.0 starts twice as fast"}]}
            """;

    private final LocalCollector collector;
    private final Path home;
    private final String transport;
    private final LocalDate today = LocalDate.now(ZoneOffset.UTC);

    private Quickstart(LocalCollector collector, Path home, String transport) {
        this.collector = collector;
        this.home = home;
        this.transport = transport;
    }

    /**
     * Runs all acts. The system property {@code metriton.collector.jar} names the jar of the collector.
     *
     * @param args perhaps the name of a transport: jdk, okhttp, apache, socket; then perhaps {@code true}, to keep the
     *     collector until this process or the collector is told to end
     * @throws IOException if the temporary folder or the collector cannot be made, or a report does not get through
     * @throws InterruptedException if somebody interrupts
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        String transport = args.length == 0 ? "" : args[0];
        boolean keep = args.length > 1 && Boolean.parseBoolean(args[1]);
        Path jar = Path.of(System.getProperty("metriton.collector.jar", "metriton-collector.jar"));
        boolean ran = false;
        try (Stage stage = new Stage()) {
            LocalCollector collector = stage.start(jar, keep);
            Quickstart quickstart = new Quickstart(collector, stage.home(), transport);
            quickstart.run();
            quickstart.showFigures();
            System.out.println("page         " + collector.page("/applications/" + APPLICATION)
                    + (keep ? "" : " (gone now: -Dkeep leaves it running)"));
            if (keep) {
                quickstart.showWhatIsKept(stage);
                collector.await();
            }
            ran = true;
        } catch (MetritonConfigurationException e) {
            System.err.println(e.getMessage());
        }
        if (!ran) {
            System.exit(1);
        }
    }

    private void run() throws IOException {
        collector.put(APPLICATION, DECLARED);
        title("What would be sent: METRITON_TRANSPORT=log prints it, and sends nothing");
        try (Reporter reporter = reporter("", Map.of("METRITON_TRANSPORT", "log"))) {
            reporter.report(METADATA);
            System.err.flush();
            System.out.println("counted      " + reports() + " reports");
        }
        title("A report");
        report();
        title("The same when 1.1.0 is out: the collector was told so, and tells it");
        collector.put(APPLICATION, RELEASED);
        report();
        title("The same with SCOUT_DISABLE=1");
        reportDisabled();
    }

    private void report() throws MetritonException {
        try (Reporter reporter = reporter(transport, Map.of())) {
            Response response = reporter.report(METADATA);
            show(reporter.status());
            System.out.println("answer       latest version " + ServerText.oneLine(response.latestVersion())
                    + ", hard limit " + response.hardLimit() + ", disable_scout " + response.disableScout());
            UpdateNotifier.to((String line) -> System.out.println("told         " + line), VERSION)
                    .accept(response);
        }
    }

    private void reportDisabled() throws IOException {
        Stage.delete(home);
        long before = reports();
        try (Reporter reporter = reporter(transport, Map.of("SCOUT_DISABLE", "1"))) {
            Response response = reporter.report(METADATA);
            show(reporter.status());
            System.out.println("answer       latest version " + ServerText.oneLine(response.latestVersion())
                    + " (the application's own)");
            System.out.println("counted      " + (reports() - before) + " reports more");
            System.out.println("written      " + (Files.exists(home) ? "something!" : "no file"));
        }
    }

    private Reporter reporter(String transport, Map<String, String> variables) {
        Map<String, String> environment = new HashMap<>(variables);
        environment.put("HOME", home.toString()); // Where the install ID goes; a real program sets no environment.
        Reporter.Builder builder = Reporter.builder(APPLICATION, VERSION)
                .endpoint(collector.endpoint())
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

    /** How many reports the collector counted. */
    private long reports() throws IOException {
        List<String> lines = collector.figures(APPLICATION, "/active?from=" + today);
        return lines.stream()
                .skip(1)
                .mapToLong(line -> Long.parseLong(line.substring(line.lastIndexOf(',') + 1)))
                .sum();
    }

    private void showFigures() throws IOException {
        title("What the collector counted");
        for (String query : List.of("/active?from=" + today, "/active?from=" + today + "&by=plugins")) {
            System.out.println("GET " + collector.page("/api/v1/applications/" + APPLICATION + query));
            collector.figures(APPLICATION, query).forEach(line -> System.out.println("             " + line));
        }
    }

    private void showWhatIsKept(Stage stage) {
        title("Look at it: the collector runs until you press Ctrl-C here, or kill " + collector.processId());
        System.out.println(
                "simulated    " + collector.page("/applications/acorn?per=week") + ", " + Stage.DAYS + " days");
        System.out.println("all pages    " + collector.page("/"));
        System.out.println("settings     " + collector.page("/login") + " with the token in " + collector.tokenFile());
        System.out.println("folder       " + stage.folder() + ", deleted at the end");
        System.out.flush();
    }

    private static void title(String text) {
        System.out.println();
        System.out.println("--- " + text);
    }
}
