package io.metriton.outbox.fs;

import static io.metriton.api.Outbox.Durability.POWER_LOSS;
import static io.metriton.api.Outbox.Durability.PROCESS_END;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.metriton.api.Outbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A JVM of its own that uses the outbox once, with other rights or limits than this one, and ends without closing it. */
final class OutboxChild {
    private static final String NOBODY = "65534";
    private static final Path SETPRIV = Path.of("/usr/bin/setpriv");

    private OutboxChild() {}

    public static void main(String[] args) {
        System.out.println("started");
        FilesystemOutbox outbox =
                FilesystemOutbox.builder(Path.of(args[1])).clock(Reports.CLOCK).build();
        try {
            if (args[0].equals("everything")) {
                useTwice(outbox);
            } else if (args[0].equals("put")) {
                outbox.put(Reports.report(1), POWER_LOSS);
                System.out.println("kept");
            } else {
                Outbox.TakenOver taken = outbox.takeOver(Reports.ENDPOINT, 20);
                System.out.println(Reports.keys(taken)
                        + outbox.problem().map(" problem: "::concat).orElse(""));
            }
        } catch (IOException e) {
            System.out.println("IOException: " + e.getMessage());
        }
        Runtime.getRuntime().halt(0);
    }

    /** Each call by itself, as a look that failed must not open the next. */
    private static void useTwice(FilesystemOutbox outbox) {
        for (int i = 0; i < 2; i++) {
            report("put", () -> outbox.put(Reports.report(1), POWER_LOSS));
            report("taken", () -> outbox.takeOver(Reports.ENDPOINT, 20));
            report("counted", () -> outbox.dailyStore().orElseThrow().add(Map.of("a", Map.of("b", 1L)), PROCESS_END));
            report("claimed", () -> outbox.dayLog().orElseThrow().claim("delivery", LocalDate.EPOCH));
        }
    }

    /** A use of the outbox. */
    private interface Use {
        void run() throws IOException;
    }

    private static void report(String done, Use use) {
        try {
            use.run();
            System.out.println(done);
        } catch (IOException e) {
            System.out.println("refused");
        }
    }

    /** What a JVM takes over. */
    static String takeOver(Path root) throws Exception {
        return run(java("takeOver", root));
    }

    /** What a JVM says that puts a report after a shell has run {@code preparation}, such as {@code umask 0}. */
    static String putAfterShell(String preparation, Path root) throws Exception {
        List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", preparation + "; exec \"$@\"", "sh"));
        command.addAll(java("put", root));
        return run(command);
    }

    /** What a JVM says that may do no more than any user; the test is skipped where there is no way to start one. */
    static String withoutPrivileges(String what, Path root) throws Exception {
        List<String> command = new ArrayList<>();
        if (Files.isWritable(Path.of("/"))) {
            assumeTrue(Files.isExecutable(SETPRIV), "the tests run as root, and there is no " + SETPRIV);
            command.addAll(List.of(
                    SETPRIV.toString(), "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups", "--no-new-privs"));
        }
        command.addAll(java(what, root));
        return run(command);
    }

    private static List<String> java(String what, Path root) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:-UsePerfData",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                String.join(
                        System.getProperty("path.separator"),
                        location(OutboxChild.class),
                        location(FilesystemOutbox.class),
                        location(Outbox.class)),
                OutboxChild.class.getName(),
                what,
                root.toString());
    }

    private static String location(Class<?> type) {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().getPath())
                .toString();
    }

    private static String run(List<String> command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes()).strip();
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assumeTrue(said.startsWith("started"), "no JVM could be started that way: " + said);
        return said.substring("started".length()).strip();
    }
}
