package io.metriton.benchmarks.run;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Runs tools in fresh homes and keeps what came of it, in rows. */
final class ArrivalRuns {
    private static final int AT_ONCE = 10;
    private static final String READY = "ready";
    private static final String FOR_LONG = "20000";

    /** What is younger is not taken over by another process. */
    private static final long YOUNG_MILLIS = 5_500;

    private final ArrivalTools tools;
    private final ArrivalEndpoint endpoint;
    private final int homes;
    private final Map<String, ArrivalRow> rows = new LinkedHashMap<>();
    private final Map<String, Samples> without = new HashMap<>();

    ArrivalRuns(ArrivalTools tools, ArrivalEndpoint endpoint, int homes) {
        this.tools = tools;
        this.endpoint = endpoint;
        this.homes = homes;
    }

    List<ArrivalRow> rows() {
        return new ArrayList<>(rows.values());
    }

    /** The first and the second run of a day, and the first of the next. */
    void days(String transport, Map<String, String> endpoints, int[] works) throws Exception {
        List<Later> nextDay = sameDay(transport, endpoints, works);
        Thread.sleep(YOUNG_MILLIS);
        for (Later each : nextDay) {
            each.run();
        }
    }

    /** The first and the second run of a day. What can be done later: the first run of the next. */
    List<Later> sameDay(String transport, Map<String, String> endpoints, int[] works) throws Exception {
        List<Later> nextDay = new ArrayList<>();
        for (int i = 0; i < homes; i++) {
            for (Map.Entry<String, String> each : endpoints.entrySet()) {
                for (int millis : works) {
                    Program tool = tools.metriton(transport, each.getValue(), String.valueOf(millis));
                    ArrivalHome home = new ArrivalHome();
                    withoutTelemetry(millis, home);
                    run(tool, each.getKey(), "first of the day", millis, home);
                    run(tool, each.getKey(), "second", millis, home);
                    nextDay.add(() -> {
                        home.nextDay();
                        run(tool, each.getKey(), "next day", millis, home);
                    });
                }
            }
        }
        return nextDay;
    }

    /** Ten of the same tool, the first ever. */
    void atOnce(Map<String, String> endpoints, int millis) throws Exception {
        Samples alone = without.computeIfAbsent("at once " + millis, key -> new Samples());
        for (int i = 0; i < homes; i++) {
            for (Map.Entry<String, String> each : endpoints.entrySet()) {
                ArrivalHome home = new ArrivalHome();
                Program tool = tools.metriton("socket", each.getValue(), String.valueOf(millis));
                ArrivalProcess.runAtOnce(tools.without(String.valueOf(millis)), home.path(), AT_ONCE)
                        .forEach(alone::add);
                ArrivalRow row = row(tool, each.getKey(), "ten at once, work " + millis, alone);
                endpoint.heard();
                ArrivalProcess.runAtOnce(tool, home.path(), AT_ONCE).forEach(row::add);
                row.count(AT_ONCE, endpoint.heard());
                row.left(home.waiting());
            }
        }
    }

    /** Tools that work for long, and are told to end. */
    void terminated(Map<String, String> endpoints, int[] afterMillis) throws Exception {
        for (int i = 0; i < homes; i++) {
            for (Map.Entry<String, String> each : endpoints.entrySet()) {
                for (int millis : afterMillis) {
                    ArrivalHome home = new ArrivalHome();
                    Samples alone = without.computeIfAbsent("SIGTERM " + millis, key -> new Samples());
                    alone.add(ArrivalProcess.terminate(tools.without(FOR_LONG, READY), home.path(), millis));
                    Program tool = tools.metriton("socket", each.getValue(), FOR_LONG, READY);
                    ArrivalRow row = row(tool, each.getKey(), "first, SIGTERM after " + millis, alone);
                    endpoint.heard();
                    row.add(ArrivalProcess.terminate(tool, home.path(), millis));
                    row.count(1, endpoint.heard());
                    row.left(home.waiting());
                }
            }
        }
    }

    /** Somebody else's, each of whose runs is as the first. */
    void peers(List<String> names, Map<String, String> endpoints, int[] works) throws Exception {
        for (int i = 0; i < homes; i++) {
            for (String name : names) {
                for (Map.Entry<String, String> each : endpoints.entrySet()) {
                    for (int millis : works) {
                        Program tool = tools.peer(name, each.getValue(), String.valueOf(millis));
                        ArrivalHome home = new ArrivalHome();
                        ArrivalRow row =
                                row(tool, each.getKey(), "any, works " + millis, withoutTelemetry(millis, home));
                        endpoint.heard();
                        row.add(ArrivalProcess.run(tool, home.path()));
                        row.count(1, Math.min(1, endpoint.heard())); // Sentry may send more than its event.
                    }
                }
            }
        }
    }

    private void run(Program tool, String where, String which, int millis, ArrivalHome home) throws Exception {
        ArrivalRow row = row(tool, where, which + ", works " + millis, without.get("works " + millis));
        endpoint.heard();
        long waiting = home.waiting();
        row.add(ArrivalProcess.run(tool, home.path()));
        row.count(1 + waiting, endpoint.heard());
        row.left(home.waiting());
    }

    private Samples withoutTelemetry(int millis, ArrivalHome home) throws Exception {
        Samples samples = without.computeIfAbsent("works " + millis, key -> new Samples());
        samples.add(ArrivalProcess.run(tools.without(String.valueOf(millis)), home.path()));
        return samples;
    }

    private ArrivalRow row(Program tool, String where, String run, Samples alone) {
        return rows.computeIfAbsent(
                tool.name + ", " + where + run, key -> new ArrivalRow(tool.name + ", " + where, run, alone));
    }

    /** A run that is made later. */
    interface Later {
        void run() throws Exception;
    }
}
