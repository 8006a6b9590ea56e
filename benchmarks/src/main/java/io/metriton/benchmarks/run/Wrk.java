package io.metriton.benchmarks.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Load by wrk, which needs little of the machine that it shares with what it measures. */
record Wrk(Path script, int seconds) {
    private static final int CONNECTIONS = 256;
    private static final int INSTALLATIONS = 20_000;

    /**
     * What came out.
     *
     * @param rate answers a second
     * @param p50 ms
     * @param p99 ms
     * @param most ms
     * @param failed answers that were not 200, and requests without an answer
     */
    record Figures(double rate, double p50, double p99, double most, long failed) {}

    /** As many as are answered. */
    Figures most(String uri, String mode, String prefix) throws IOException, InterruptedException {
        return run(uri, mode, prefix, 0);
    }

    /** So many a second, or a few less: each connection waits between an answer and the next report. */
    Figures at(double rate, String uri, String mode, String prefix) throws IOException, InterruptedException {
        return run(uri, mode, prefix, CONNECTIONS / rate * 1000);
    }

    private Figures run(String uri, String mode, String prefix, double pause) throws IOException, InterruptedException {
        Process wrk = new ProcessBuilder(
                        "wrk",
                        "-t1",
                        "-c" + CONNECTIONS,
                        "-d" + seconds + "s",
                        "--timeout",
                        "30s",
                        "-s",
                        script.toString(),
                        uri,
                        "--",
                        mode,
                        prefix,
                        String.valueOf(INSTALLATIONS),
                        String.valueOf(pause))
                .redirectErrorStream(true)
                .start();
        String said = new String(wrk.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (wrk.waitFor() != 0) {
            throw new IOException("wrk (Debian: apt install wrk) failed: " + said);
        }
        String[] figures = said.lines()
                .filter(line -> line.startsWith("figures "))
                .findFirst()
                .orElseThrow(() -> new IOException("wrk said " + said))
                .split(" ");
        return new Figures(
                Double.parseDouble(figures[1]),
                Double.parseDouble(figures[2]),
                Double.parseDouble(figures[3]),
                Double.parseDouble(figures[4]),
                Long.parseLong(figures[5]));
    }
}
