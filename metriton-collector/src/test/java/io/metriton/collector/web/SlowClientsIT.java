package io.metriton.collector.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.metriton.collector.cli.CollectorProcess;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that send a part of a request, or read nothing: more than there are threads, or room for a buffer of each. */
class SlowClientsIT {

    private static final int CLIENTS = 10_000;
    private static final String HEAD = "POST /scout HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n";
    private static final List<String> PARTS = List.of(
            HEAD,
            HEAD + "Content-Length: 1000\r\n\r\n{\"application\":",
            HEAD + "Content-Length: 65536\r\n\r\n" + "x".repeat(2_000),
            HEAD + "Transfer-Encoding: chunked\r\n\r\nffff\r\n{");
    private static final List<String> LARGE_PARTS = List.of(
            HEAD + "Content-Length: 65000\r\n\r\n" + "x".repeat(62_000),
            HEAD.replace("/scout", "/logout") + "Content-Length: 200000\r\n\r\n" + "x".repeat(190_000),
            HEAD + "Transfer-Encoding: chunked\r\n\r\n" + "1\r\na\r\n".repeat(80));

    @TempDir
    Path folder;

    private final HttpClient client = HttpClient.newHttpClient();
    private final List<SocketChannel> slow = new ArrayList<>();

    @AfterEach
    void closeAll() throws IOException {
        for (SocketChannel channel : slow) {
            channel.close();
        }
    }

    @Test
    void tenThousandSlowClients_holdUpNobodyInASmallHeap() throws Exception {
        try (CollectorProcess collector = CollectorProcess.serve("-Xmx256m", folder)) {
            addApplication(collector.uri);
            for (int i = 0; i < CLIENTS; i++) {
                begin(collector.uri, PARTS.get(i % PARTS.size()));
                if (i % 100 == 0) {
                    report(collector.uri, i);
                    more(i / 100);
                }
            }
            assertThat(openFiles(collector.process)).isGreaterThan(CLIENTS * 9 / 10);
            for (int i = 0; i < 500; i++) {
                report(collector.uri, CLIENTS + i);
                more(i);
            }
            assertThat(collector.process.isAlive()).isTrue();
            assertThat(collector.output()).doesNotContain("OutOfMemory");
        }
    }

    /** More than there is room for: the largest are sent away, and reports are taken. */
    @Test
    void largeBodiesThatNeverEnd_holdUpNobodyInAVerySmallHeap() throws Exception {
        try (CollectorProcess collector = CollectorProcess.serve("-Xmx128m", folder)) {
            addApplication(collector.uri);
            for (int i = 0; i < 3_000; i++) {
                begin(collector.uri, LARGE_PARTS.get(i % LARGE_PARTS.size()));
                if (i % 100 == 0) {
                    report(collector.uri, i);
                }
            }
            for (int i = 0; i < 100; i++) {
                report(collector.uri, 3_000 + i);
                more(i);
            }
            assertThat(collector.process.isAlive()).isTrue();
            assertThat(collector.output()).doesNotContain("OutOfMemory");
        }
    }

    /** Answers that fill the network: without a thread for each of them. */
    @Test
    void clientsThatReadNothing_holdUpNobody() throws Exception {
        try (CollectorProcess collector = CollectorProcess.serve("-Xmx128m", folder)) {
            addApplication(collector.uri);
            for (int i = 0; i < 300; i++) {
                askAndReadNothing(collector.uri);
            }
            for (int i = 0; i < 100; i++) {
                report(collector.uri, i);
            }
            assertThat(collector.output()).doesNotContain("OutOfMemory");
        }
    }

    private void askAndReadNothing(URI uri) throws IOException {
        SocketChannel channel = SocketChannel.open();
        slow.add(channel);
        channel.setOption(StandardSocketOptions.SO_RCVBUF, 4_096);
        channel.connect(new InetSocketAddress(uri.getHost(), uri.getPort()));
        channel.configureBlocking(false);
        String requests = "GET /static/style.css HTTP/1.1\r\nHost: a\r\n\r\n".repeat(400);
        channel.write(ByteBuffer.wrap(requests.getBytes(StandardCharsets.US_ASCII)));
    }

    private void addApplication(URI uri) throws Exception {
        String token = Files.readString(folder.resolve("admin-token")).strip();
        send(HttpRequest.newBuilder(uri.resolve("/api/v1/applications/greet"))
                .header("Authorization", "Bearer " + token)
                .PUT(HttpRequest.BodyPublishers.ofString("{}")));
    }

    /** Connections among them; where that cannot be seen, as many as there should be. */
    private static long openFiles(Process process) throws IOException {
        Path folder = Path.of("/proc", Long.toString(process.pid()), "fd");
        if (!Files.isDirectory(folder)) {
            return CLIENTS;
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.count();
        }
    }

    private void begin(URI uri, String part) throws IOException {
        SocketChannel channel = SocketChannel.open(new InetSocketAddress(uri.getHost(), uri.getPort()));
        slow.add(channel);
        ByteBuffer bytes = ByteBuffer.wrap(part.getBytes(StandardCharsets.US_ASCII));
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException e) {
            // Closed by the collector, which has no room for more of these.
        }
    }

    /**
     * A letter more of some, which fits into a header and into a body: so they are slow and not silent. Those that the
     * collector closed meanwhile count no more.
     */
    private void more(int round) {
        for (int i = round % 20; i < slow.size(); i += 20) {
            try {
                slow.get(i).write(ByteBuffer.wrap(new byte[] {'a'}));
            } catch (IOException e) {
                // Closed by the collector, which waited long enough.
            }
        }
    }

    private void report(URI uri, int install) throws Exception {
        send(HttpRequest.newBuilder(uri.resolve("/scout"))
                .timeout(Duration.ofSeconds(30))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"application\": \"greet\", \"install_id\": \"" + install + "\", \"version\": \"1\"}")));
    }

    private void send(HttpRequest.Builder request) throws Exception {
        assertThat(client.send(request.build(), HttpResponse.BodyHandlers.ofString())
                        .statusCode())
                .isBetween(200, 201);
    }
}
