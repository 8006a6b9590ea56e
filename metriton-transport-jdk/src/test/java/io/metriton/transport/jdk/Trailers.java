package io.metriton.transport.jdk;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.metriton.testkit.ScriptedServer;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/**
 * Finds out whether the JDK's client alone reads an answer with a trailer: updates differ. A class of its own, since the
 * server's thread would wait for the initialiser of one that asks in its own.
 */
final class Trailers {
    private Trailers() {}

    /** Blocks for a moment, and for 5 s at most. */
    static boolean areRead() {
        String answer = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
                + "1\r\na\r\n0\r\nX-Trailer: 1\r\n\r\n";
        try (ScriptedServer server = ScriptedServer.start((index, request, socket) -> {
            ScriptedServer.write(socket, answer.getBytes(US_ASCII));
            socket.close();
        })) {
            HttpRequest request = HttpRequest.newBuilder(server.uri("/"))
                    .version(HttpClient.Version.HTTP_1_1)
                    .timeout(Duration.ofSeconds(5))
                    .POST(HttpRequest.BodyPublishers.ofString("{}"))
                    .build();
            HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
            return true;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            throw new AssertionError("nobody interrupts a test class", e);
        }
    }
}
