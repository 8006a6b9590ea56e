package io.metriton.benchmarks.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** What each choice adds to an application. */
final class Footprint implements Benchmarks.Benchmark {
    private final Machine machine;

    Footprint(Machine machine) {
        this.machine = machine;
    }

    @Override
    public String name() {
        return "footprint";
    }

    @Override
    public String run(Path charts) throws Exception {
        String core = machine.ours("api", "core");
        String jackson = machine.peer("jackson");
        Map<String, String> choices = new LinkedHashMap<>();
        choices.put("Metriton, socket", core + ":" + machine.ours("transport-socket") + ":" + jackson);
        choices.put(
                "Metriton, socket, install IDs, outbox",
                core + ":" + machine.ours("transport-socket", "installid-fs", "outbox-fs") + ":" + jackson);
        choices.put("Metriton, jdk", core + ":" + machine.ours("transport-jdk") + ":" + jackson);
        choices.put(
                "Metriton, okhttp",
                String.join(":", core, machine.ours("transport-okhttp"), jackson, machine.peer("okhttp")));
        choices.put(
                "Metriton, apache",
                String.join(":", core, machine.ours("transport-apache"), jackson, machine.peer("apache")));
        for (String peer : new String[] {"mixpanel", "sentry", "segment", "posthog", "amplitude"}) {
            choices.put(peer, machine.peer(peer));
        }
        StringBuilder text =
                new StringBuilder(Benchmarks.Benchmark.heading("Footprint: what is added to an application"));
        text.append("| choice | jars | KiB |\n|---|---|---|\n");
        Map<String, Double> bars = new LinkedHashMap<>();
        for (Map.Entry<String, String> each : choices.entrySet()) {
            double size = size(each.getValue());
            bars.put(each.getKey(), size);
            text.append("| ")
                    .append(each.getKey())
                    .append(" | ")
                    .append(each.getValue().split(":").length)
                    .append(" | ")
                    .append(Chart.number(size))
                    .append(" |\n");
        }
        Chart.write(charts.resolve("footprint.svg"), "What is added to an application", "KiB", bars);
        text.append("\nOur own jars:\n\n| module | KiB |\n|---|---|\n");
        double all = 0;
        for (String module : new String[] {
            "api",
            "core",
            "transport-socket",
            "transport-jdk",
            "transport-okhttp",
            "transport-apache",
            "installid-fs",
            "outbox-fs"
        }) {
            double size = size(machine.jar(module).toString());
            all += size;
            text.append("| ")
                    .append(module)
                    .append(" | ")
                    .append(Chart.number(size))
                    .append(" |\n");
        }
        return text.append("| together | ")
                .append(Chart.number(all))
                .append(" |\n\n")
                .toString();
    }

    private static double size(String classPath) throws IOException {
        double size = 0;
        for (String jar : classPath.split(":")) {
            size += Files.size(Path.of(jar)) / 1_024.0;
        }
        return size;
    }
}
