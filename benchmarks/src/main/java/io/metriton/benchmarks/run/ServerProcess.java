package io.metriton.benchmarks.run;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A {@link LoopbackServer} in a process of its own, which ends with this one. */
final class ServerProcess implements AutoCloseable {
    private final Process process;
    private final String http;

    /** Waits until it listens. */
    ServerProcess() throws IOException {
        // A collector without threads of its own: there is hardly anything to be collected.
        process = Jvm.start(ServerProcess.class, List.of("-XX:+UseSerialGC", "-Xms256m", "-Xmx256m"));
        BufferedReader said = process.inputReader(StandardCharsets.US_ASCII);
        http = said.readLine();
        if (http == null) {
            throw new IOException("the server did not start");
        }
    }

    /** The program: says where it listens, and lives until its input ends. */
    public static void main(String[] args) throws Exception {
        try (LoopbackServer server = new LoopbackServer()) {
            System.out.println(server.http());
            System.in.readAllBytes();
        }
    }

    String http() {
        return http;
    }

    @Override
    public void close() {
        process.destroy();
    }
}
