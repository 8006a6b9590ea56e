package io.metriton.benchmarks.run;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The tools whose reports are to arrive, and endpoints for them. */
final class ArrivalTools {
    private static final List<String> NONE = List.of();

    private final Machine machine;
    private final String own;
    private final List<String> trust;

    ArrivalTools(Machine machine, List<String> trust) throws Exception {
        this.machine = machine;
        this.own = machine.programs();
        this.trust = trust;
    }

    /** A tool without telemetry. */
    Program without(String... arguments) {
        return program("without telemetry", own, NONE, "Working", List.of(arguments));
    }

    /** Ours, with the install ID and the outbox in files. */
    Program metriton(String transport, String endpoint, String... arguments) throws Exception {
        String client = transport.equals("okhttp") || transport.equals("apache") ? ":" + machine.peer(transport) : "";
        String classPath = String.join(
                ":",
                own,
                machine.ours("api", "core", "installid-fs", "outbox-fs", "transport-" + transport),
                machine.peer("jackson") + client);
        return reporting("Metriton " + transport, classPath, "Background", endpoint, arguments);
    }

    /** Somebody else's: the name of a program in {@code cold}. */
    Program peer(String main, String endpoint, String... arguments) throws IOException, InterruptedException {
        String classPath = own + ":" + machine.peer(main.toLowerCase(Locale.ROOT));
        return reporting(main, classPath, main, endpoint, arguments);
    }

    private Program reporting(String name, String classPath, String main, String endpoint, String... arguments) {
        List<String> all = new ArrayList<>(List.of(endpoint));
        all.addAll(List.of(arguments));
        return program(name, classPath, endpoint.startsWith("https") ? trust : NONE, main, all);
    }

    private static Program program(
            String name, String classPath, List<String> options, String main, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(main));
        command.addAll(arguments);
        return new Program(name, classPath, options, command.toArray(new String[0]));
    }
}
