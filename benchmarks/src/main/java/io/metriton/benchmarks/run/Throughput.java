package io.metriton.benchmarks.run;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reports a second over each transport, beside the client by hand with the same settings. */
final class Throughput implements Benchmarks.Benchmark {
    private static final int[] AT_ONCE = {1, 64};
    private static final int[] REPORTS_OF_A_TURN = {250, 2_000};
    private static final String TEXT = """
            Reports a second over loopback http: median and quartiles of %d rounds in %d processes. In each process the client \
            by hand, the transport, and a reporter over it take turns of %d reports (%d if 64 at once), in this \
            order and then in the other; the ratio is that of transport and client in the same round. The server is a process of its own, so that neither its \
            compiled code nor its garbage is the client's. An exchange that fails is not sent again, counts for nothing, and ends \
            all but for `jdk`: that client closes a connection that it is just using again, by a defect of the JDK before 25 \
            (JDK-8338569, JDK-8357639), once in some ten thousand times. The client by hand has our \
            settings and limits of time, but sends on the caller's thread. `socket`, `okhttp` and `apache` make a connection \
            for each report, and so does `HttpURLConnection` beside `socket` (`Connection: close`); `jdk` and the others by hand keep theirs. "Transport" is bytes in, \
            bytes out; "reporter" adds encoding and decoding.

            | client | at once | by hand | transport | ratio | reporter | failed of these |
            |---|---|---|---|---|---|---|
            """;

    private final int processes;
    private final int rounds;

    Throughput(boolean quick) {
        this.processes = quick ? 1 : 3;
        this.rounds = quick ? 4 : 8;
    }

    @Override
    public String name() {
        return "throughput";
    }

    @Override
    public String run(Path charts) throws Exception {
        StringBuilder text = new StringBuilder(Benchmarks.Benchmark.heading("Throughput"));
        text.append(String.format(TEXT, processes * rounds, processes, REPORTS_OF_A_TURN[0], REPORTS_OF_A_TURN[1]));
        try (ServerProcess server = new ServerProcess()) {
            for (String client : List.of("socket", "jdk", "okhttp", "apache")) {
                for (int i = 0; i < AT_ONCE.length; i++) {
                    text.append(row(client, AT_ONCE[i], REPORTS_OF_A_TURN[i], server.http() + "/scout"));
                }
            }
        }
        return text.append('\n').toString();
    }

    private String row(String client, int threads, int reports, String endpoint) throws Exception {
        Samples bare = new Samples();
        Samples transport = new Samples();
        Samples ratio = new Samples();
        Samples reporter = new Samples();
        int[] failed = new int[3];
        for (double[] round : rounds(client, endpoint, threads, reports)) {
            bare.add(round[0]);
            transport.add(round[1]);
            ratio.add(round[1] / round[0]);
            reporter.add(round[2]);
            for (int i = 0; i < failed.length; i++) {
                failed[i] += (int) round[3 + i];
            }
        }
        String failures = String.format("%d, %d, %d", failed[0], failed[1], failed[2]);
        if (!client.equals("jdk") && !failures.equals("0, 0, 0")) {
            throw new IllegalStateException(client + ", by hand, transport, reporter: failed " + failures);
        }
        return String.format(
                "| %s | %d | %s | %s | %s | %s | %s |%n",
                client, threads, bare.text(), transport.text(), ratio.text(), reporter.text(), failures);
    }

    private List<double[]> rounds(String client, String endpoint, int threads, int reports) throws Exception {
        List<double[]> all = new ArrayList<>();
        for (int i = 0; i < processes; i++) {
            List<String> heap = List.of("-Xms512m", "-Xmx512m");
            all.addAll(Jvm.numbers(ThroughputRun.class, heap, client, endpoint, threads, reports, rounds));
        }
        return all;
    }
}
