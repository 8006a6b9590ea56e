package io.metriton.collector.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.metriton.collector.store.Databases;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator did wrong is said in one line, with the value and the way out, and without a stack trace. */
class MessagesIT {

    @TempDir
    Path folder;

    private void assertMessage(List<String> output, String... parts) {
        assertThat(output).last().isEqualTo("1");
        assertThat(output.get(output.size() - 2)).contains(parts);
        assertThat(output.toString()).doesNotContain("\tat ").doesNotContain("Exception");
    }

    @Test
    void portThatIsTaken_isNamed() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = String.valueOf(taken.getLocalPort());
            assertMessage(
                    CollectorProcess.run("serve", "--port", port, "--data", folder.toString()),
                    "cannot listen on 127.0.0.1, port " + port + " (Address already in use)",
                    "name another port with --port");
        }
    }

    /** Of the addresses for documents (RFC 5737), which no machine has. */
    @Test
    void addressOfAnotherMachine_isNamed() throws Exception {
        assertMessage(
                CollectorProcess.run("serve", "--host", "192.0.2.1", "--port", "0", "--data", folder.toString()),
                "cannot listen on 192.0.2.1, port 0 (Cannot assign requested address)",
                "an address of this machine with --host");
    }

    @Test
    void portThatIsNone_isRefusedBeforeAnythingIsMade() throws Exception {
        Path data = folder.resolve("data");
        assertMessage(
                CollectorProcess.run("serve", "--port", "99999", "--data", data.toString()),
                "--port must be 0 to 65535, not 99999; 0 takes a free one");
        assertThat(data).doesNotExist();
    }

    @Test
    void tokenOfAFolderWithoutACollector_isRefusedAndNothingIsMade() throws Exception {
        Path data = folder.resolve("typo");
        assertMessage(
                CollectorProcess.run("token", "create", "--kind", "read", "--data", data.toString()),
                "there is no collector in " + data,
                "name its folder with --data, or start one with serve");
        assertThat(data).doesNotExist();
    }

    @Test
    void backupIntoAFolderThatIsNotThere_namesIt() throws Exception {
        CollectorProcess.serve(folder).close();
        Path file = folder.resolve("nowhere").resolve("x.zip");
        assertMessage(
                CollectorProcess.run("backup", file.toString(), "--data", folder.toString()),
                "there is no folder for " + file + ": make it, or name another file");
    }

    @Test
    void restoreBesideAnotherDatabase_isRefused() throws Exception {
        Path backup = Files.writeString(folder.resolve("x.zip"), "whatever");
        Path config = Files.writeString(folder.resolve("c.properties"), "database = jdbc:postgresql://localhost/x\n");
        Path data = folder.resolve("data");
        assertMessage(
                CollectorProcess.run(
                        "restore", backup.toString(), "--data", data.toString(), "--config", config.toString()),
                "this is for SQLite",
                "METRITON_COLLECTOR_DATABASE");
        assertThat(data).doesNotExist();
    }

    /** A collector would use another secret than the one that is restored. */
    @Test
    void restoreBesideAnotherSecret_isRefused() throws Exception {
        Path backup = Files.createFile(folder.resolve("backup.zip"));
        assertMessage(
                CollectorProcess.run("restore", backup.toString(), "--secret-file", "any"), "leave out --secret-file");
    }

    /** SQLite would make its files where everybody may read them. */
    @Test
    void databaseThatIsNoPostgresql_isRefused() throws Exception {
        Path data = folder.resolve("data");
        assertMessage(
                CollectorProcess.run(
                        "serve", "--data", data.toString(), "--database", "jdbc:sqlite:" + folder.resolve("other.db")),
                "--database must begin with jdbc:postgresql:");
        assertThat(folder.resolve("other.db")).doesNotExist();
        assertThat(data).doesNotExist();
    }

    /** A folder of a container is gone with it, and the secret would be, too. */
    @Test
    void newPostgresqlWithoutASecret_isRefusedWithTheWayOut() throws Exception {
        assertMessage(
                CollectorProcess.run(
                        "serve", "--data", folder.toString(), "--database", Databases.POSTGRESQL.url(folder)),
                "the secret of this database is not at hand: there is no " + folder.resolve("secret")
                        + ". Set METRITON_COLLECTOR_SECRET or");
        assertThat(folder.resolve("secret")).doesNotExist();
    }

    @Test
    void nameOfATokenOnTwoLines_isRefused() throws Exception {
        CollectorProcess.serve(folder).close();
        assertMessage(
                CollectorProcess.run(
                        "token", "create", "--kind", "read", "--name", "a\nb", "--data", folder.toString()),
                "--name must be one line of at most 128 characters");
    }

    /** The file of --config would not be found in it. */
    @Test
    void argumentsInAFile_areNone() throws Exception {
        Path arguments = Files.writeString(folder.resolve("args"), "list");
        assertThat(CollectorProcess.run("token", "@" + arguments)).last().isEqualTo("2");
    }

    @Test
    void brokenBackup_leavesNoFolder() throws Exception {
        Path backup = Files.writeString(folder.resolve("x.zip"), "no zip");
        Path data = folder.resolve("new").resolve("data");
        assertMessage(
                CollectorProcess.run("restore", backup.toString(), "--data", data.toString()),
                "this is no backup of a collector, or is broken: " + backup);
        assertThat(data.getParent()).doesNotExist();
    }

    /** As a replica is. */
    @Test
    void databaseThatCannotBeWritten_isSaidAtTheStart() throws Exception {
        String url = Databases.POSTGRESQL.url(folder);
        Files.writeString(folder.resolve("secret"), "of-all-nodes-that-use-this-database");
        CollectorProcess.serve(folder, "--database", url).close();
        String readOnly = url + "&options=-c%20default_transaction_read_only=on";
        try (CollectorProcess collector = CollectorProcess.serve(folder, "--database", readOnly)) {
            long start = System.nanoTime();
            while (!collector.output().contains("nothing can be stored, and reports are answered with 503")) {
                assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMinutes(1));
            }
        }
    }

    /** Jetty logged a host that is none as it came; a charset that nobody knows was logged with the failure. */
    @Test
    void brokenHeaders_leaveNothingInTheLog() throws Exception {
        try (CollectorProcess collector = CollectorProcess.serve(folder)) {
            for (String header : List.of("Host: of-a-client:x", "Host: a\r\nContent-Type: x; charset=of-a-client")) {
                assertThat(answer(collector.uri, header))
                        .startsWith("HTTP/1.1 4")
                        .doesNotContain("of-a-client");
            }
            collector.terminate();
            assertThat(collector.output()).doesNotContain("of-a-client");
        }
    }

    private static String answer(URI uri, String header) throws IOException {
        String request = "POST /scout HTTP/1.1\r\n" + header + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
        try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
