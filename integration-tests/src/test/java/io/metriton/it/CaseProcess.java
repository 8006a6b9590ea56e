package io.metriton.it;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Plays a case in a process of its own, behind the command that gives it the umask, limit or rights it needs. */
final class CaseProcess {

    private CaseProcess() {}

    static JsonNode run(RecordedCase recorded, String transport, Path sandbox, int port) throws Exception {
        List<String> command = new ArrayList<>(recorded.processWrapper());
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:-UsePerfData", // It would write a file, which a limit on the size of files forbids.
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                CaseProcess.class.getName(),
                recorded.name(),
                transport,
                sandbox.toString(),
                String.valueOf(port)));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new AssertionError(
                    command.subList(0, recorded.processWrapper().size()) + " … failed: " + output);
        }
        return Json.parse(output);
    }

    /** Prints the results as JSON. Arguments: case, transport, sandbox, port of the server. */
    public static void main(String[] args) throws Exception {
        RecordedCase recorded = RecordedCase.named(args[0]);
        CaseRunner runner = new CaseRunner(recorded, args[1], Path.of(args[2]), Integer.parseInt(args[3]));
        System.out.println(Json.of(runner.run()));
    }
}
