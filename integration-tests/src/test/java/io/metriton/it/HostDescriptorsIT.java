package io.metriton.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.metriton.testkit.ScriptedServer;
import java.io.File;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A host that may open 128 files still can, after more answers than that which are no HTTP. */
@Timeout(120)
@Execution(ExecutionMode.CONCURRENT)
@Tag("long")
class HostDescriptorsIT {
    private static final List<String> ANSWERS = List.of(
            "SSH-2.0-OpenSSH_9.2\r\n\r\n",
            "220 mail.example.org ESMTP\r\n",
            "HTTP/1.1 200 OK\r\nBad Header: x\r\n\r\n",
            "HTTP/1.1 200 OK\r\nX-A: a\u0001b\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: 2, 2\r\n\r\n{}",
            "HTTP/1.1 200 OK\r\nContent-Length: \r\n\r\n{}",
            "HTTP/1.1 204 No Content\r\nContent-Length: 9223372036854775808\r\n\r\n",
            "HTTP/1.1 304 Not Modified\r\nContent-Length: x\r\n\r\n");

    @ParameterizedTest
    @EnumSource
    void host_opensFilesAndSocketsAfter150AnswersThatAreNoHttp(Transports transport) throws Exception {
        assumeTrue(new File("/bin/sh").canExecute(), "only a shell sets a limit for its child: /bin/sh is missing");
        try (ScriptedServer server = ScriptedServer.start((index, request, socket) -> {
            ScriptedServer.write(socket, ANSWERS.get(index % ANSWERS.size()).getBytes(StandardCharsets.ISO_8859_1));
            if (index % 3 == 0) {
                socket.shutdownOutput();
                socket.getInputStream().transferTo(OutputStream.nullOutputStream());
            }
        })) {
            assertThat(host(transport, server.port()))
                    .isEqualTo("all opened, closed, all opened".replace(", ", System.lineSeparator()));
            assertThat(server.requests().size())
                    .as("answers")
                    .isBetween(129, 150); // On a busy machine some come too late.
        }
    }

    /** What the child says. */
    private static String host(Transports transport, int port) throws Exception {
        Process child = new ProcessBuilder(
                        "/bin/sh",
                        "-c",
                        "ulimit -n 128 && exec \"$@\"",
                        "sh",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        ChildJvm.wholeClassPath(),
                        HostDescriptorsChild.class.getName(),
                        transport.name(),
                        String.valueOf(port))
                .redirectErrorStream(true)
                .start();
        try {
            String output = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(child.waitFor(30, TimeUnit.SECONDS)).as(output).isTrue();
            return output.strip();
        } finally {
            child.destroyForcibly();
        }
    }
}
