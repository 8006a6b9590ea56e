package io.metriton.benchmarks.run;

import java.util.ArrayList;
import java.util.List;

/** The programs whose start is measured, in the order of the table, and which of them are compared. */
final class ColdPrograms {
    static final String EMPTY = "empty main";
    static final String WORKING = "works 300 ms";
    static final String BACKGROUND = "Metriton in background";
    static final String DAILY = "Metriton daily, a later run";
    private static final String OURS = "Metriton socket";
    private static final List<String> NONE = List.of();

    final List<Program> all = new ArrayList<>();

    /** Ours, theirs. */
    final List<Program[]> pairs = new ArrayList<>();

    private final Machine machine;
    private final LoopbackServer server;
    private final String own;
    private final String core;

    ColdPrograms(Machine machine, LoopbackServer server) throws Exception {
        this.machine = machine;
        this.server = server;
        this.own = machine.programs();
        this.core = join(own, machine.ours("api", "core", "installid-fs"), machine.peer("jackson"));
        add(EMPTY, own, NONE, "Empty");
        clients("", NONE, server.http());
        peers();
        clients(", https", server.trust(), server.https());
        Program amplitude = add(
                "Amplitude 1.13.0, https",
                join(own, machine.peer("amplitude")),
                server.trust(),
                "Amplitude",
                server.https());
        pairs.add(new Program[] {named(OURS + ", https"), amplitude});
        background();
        daily();
    }

    Program named(String name) {
        return all.stream().filter(each -> each.name.equals(name)).findFirst().orElseThrow();
    }

    /** Our transports, each behind its client by hand. */
    private void clients(String suffix, List<String> options, String endpoint) throws Exception {
        String[][] clients = {
            {"HttpURLConnection", "BareUrlConnection", "socket", ""},
            {"JDK HttpClient", "BareJdk", "jdk", ""},
            {"OkHttp", "BareOkHttp", "okhttp", machine.peer("okhttp")},
            {"HttpClient 5", "BareApache", "apache", machine.peer("apache")}
        };
        for (String[] client : clients) {
            String bare = join(own, client[3]);
            String ours = join(core, machine.ours("transport-" + client[2]), client[3]);
            Program byHand = add("bare " + client[0] + suffix, bare, options, client[1], endpoint);
            Program transport = add("Metriton " + client[2] + suffix, ours, options, "Sync", endpoint);
            pairs.add(new Program[] {transport, byHand});
        }
    }

    private void peers() throws Exception {
        String[][] peers = {
            {"Mixpanel 1.6.1", "Mixpanel", "mixpanel"},
            {"Sentry 8.62.0", "Sentry", "sentry"},
            {"Segment 3.5.4", "Segment", "segment"},
            {"PostHog server 2.3.3", "PostHog", "posthog"}
        };
        for (String[] peer : peers) {
            String classPath = join(own, machine.peer(peer[2]));
            pairs.add(new Program[] {named(OURS), add(peer[0], classPath, NONE, peer[1], server.http())});
        }
    }

    private void background() throws Exception {
        String withoutOutbox = join(core, machine.ours("transport-socket"));
        add(BACKGROUND + ", no outbox", withoutOutbox, NONE, "Background", server.http(), "0");
        background("", NONE, server.http(), "0");
        background(", https", server.trust(), server.https(), "0");
        background(", first of its day", NONE, server.http(), "0").firstOfDay();
        background(", https, first of its day", server.trust(), server.https(), "0")
                .firstOfDay();
        background(", endpoint down", NONE, LoopbackServer.down(), "0");
        background(", endpoint silent", NONE, server.silent(), "0");
        add(WORKING, own, NONE, "Working", "300");
        background(", " + WORKING, NONE, server.http(), "300");
        background(", https, " + WORKING, server.trust(), server.https(), "300");
        background(", down, " + WORKING, NONE, LoopbackServer.down(), "300");
        background(", silent, " + WORKING, NONE, server.silent(), "300");
    }

    /** Their first run, which fills the caches, reports; the others are not the first of their day. */
    private void daily() throws Exception {
        String classPath = join(core, machine.ours("transport-socket", "outbox-fs"));
        for (String[] kind : new String[][] {{"", "DailyNamed"}, {", parts found", "DailyFound"}}) {
            add(DAILY + kind[0], classPath, NONE, kind[1], server.http(), "0");
            add(DAILY + kind[0] + ", https", classPath, server.trust(), kind[1], server.https(), "0");
            add(DAILY + kind[0] + ", " + WORKING, classPath, NONE, kind[1], server.http(), "300");
        }
    }

    private Program background(String suffix, List<String> options, String endpoint, String millis) throws Exception {
        String classPath = join(core, machine.ours("transport-socket", "outbox-fs"));
        return add(BACKGROUND + suffix, classPath, options, "Background", endpoint, millis)
                .keepingReports();
    }

    private Program add(String name, String classPath, List<String> options, String... mainAndArguments) {
        Program program = new Program(name, classPath, options, mainAndArguments);
        all.add(program);
        return program;
    }

    private static String join(String... classPaths) {
        List<String> parts = new ArrayList<>(List.of(classPaths));
        parts.removeIf(String::isEmpty);
        return String.join(":", parts);
    }
}
