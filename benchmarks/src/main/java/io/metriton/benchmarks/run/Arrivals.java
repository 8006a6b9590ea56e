package io.metriton.benchmarks.run;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Short tools: whether their reports arrive, and what that costs. */
final class Arrivals implements Benchmarks.Benchmark {
    private static final Duration ROUND_TRIP = Duration.ofMillis(50);
    private static final String TEXT = """
            A tool reports, works (computes on its main thread) for so many ms, and ends; `Background` in `cold`, which sets nothing but the \
            endpoint, with the install ID and the outbox in files. Each row: %d fresh homes, in which nothing was ever run. "Heard": requests that arrived at the endpoint \
            during these runs, of reports that there were; "left": reports that are in the homes afterwards, for a later run. \
            "Costs": wall time of the process in ms, less the median of the same tool without telemetry: median and quartiles.

            The endpoint is %d ms away, there and back. Loopback has no delay, so a relay makes it: every piece of data arrives half of \
            that later, in both directions (so the handshake of TLS takes its round trips), and the first data of a connection one round trip \
            later than that, as a connection that is set up takes one. What a process sent that was gone within that round trip does not arrive. \
            Over http an exchange takes two round trips, over https three (TLS 1.3). "Refused": nobody listens. "Silent": accepts connections, says nothing. \
            "No such name": `telemetry.invalid`. "No route": 192.0.2.1, which nobody has; both end as this machine's network has it.

            "Next day": there is no clock to be set from outside, so the file `delivery.days` in the outbox is rewritten to hold yesterday's date, \
            more than five seconds after the runs before (what is younger than that may belong to a run that has not ended, and is not taken over). The report that the second run left is among those to be heard. \
            "At once": ten processes started together in one home, costs beside ten without telemetry. "SIGTERM": so long after the tool has reported; \
            costs from the signal to the end. Sentry, PostHog and Segment report one event, work, then flush and close as their documents have it, \
            Segment waiting for its callback; they keep nothing for later.

            | tool | run | heard | left | costs |
            |---|---|---|---|---|
            """;

    private final Machine machine;
    private final boolean quick;
    private final int homes;

    Arrivals(Machine machine, boolean quick, int rounds) {
        this.machine = machine;
        this.quick = quick;
        this.homes = rounds > 0 ? rounds : quick ? 1 : 5;
    }

    @Override
    public String name() {
        return "arrives";
    }

    @Override
    public String run(Path charts) throws Exception {
        StringBuilder text = new StringBuilder(Benchmarks.Benchmark.heading("Short tools: what arrives"));
        text.append(String.format(TEXT, homes, ROUND_TRIP.toMillis()));
        try (LoopbackServer server = new LoopbackServer();
                ArrivalEndpoint endpoint = new ArrivalEndpoint(server, ROUND_TRIP)) {
            ArrivalRuns runs = new ArrivalRuns(new ArrivalTools(machine, server.trust()), endpoint, homes);
            Map<String, String> near = new LinkedHashMap<>();
            near.put("http", endpoint.http());
            near.put("https", endpoint.https());
            int[] works = quick ? new int[] {0, 200} : new int[] {0, 50, 200, 400};
            runs.days("socket", near, works);
            for (String transport : quick ? List.<String>of() : List.of("jdk", "okhttp", "apache")) {
                runs.sameDay(transport, near, new int[] {0, 200});
            }
            Map<String, String> bad = new LinkedHashMap<>();
            bad.put("refused", LoopbackServer.down());
            bad.put("silent", server.silent());
            bad.put("no such name", "http://telemetry.invalid");
            bad.put("no route", "http://192.0.2.1");
            runs.sameDay("socket", bad, quick ? new int[] {0} : new int[] {0, 200});
            runs.atOnce(near, 0);
            runs.terminated(near, quick ? new int[] {0} : new int[] {0, 200});
            runs.peers(List.of("Sentry", "PostHog", "Segment"), near, new int[] {0, 200});
            runs.rows().forEach(text::append);
        }
        return text.append('\n').toString();
    }
}
