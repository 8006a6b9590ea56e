package io.metriton.transport.jdk;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.metriton.api.TransportProvider;
import io.metriton.testkit.ScriptedServer;
import io.metriton.testkit.TransportContract;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

class JdkTransportContractTest extends TransportContract {
    private static final boolean READS_TRAILERS = readsTrailers();

    @Override
    protected TransportProvider provider() {
        return new JdkTransportProvider();
    }

    @Override
    protected Map<String, String> exemptions() {
        Map<String, String> exemptions = new TreeMap<>();
        if (!System.getProperty("jdk.http.auth.tunneling.disabledSchemes", "Basic")
                .isEmpty()) {
            exemptions.put(
                    JdkTunnelLoginTest.METHOD,
                    "the JDK refuses Basic for tunnels unless -Djdk.http.auth.tunneling.disabledSchemes= is set;"
                            + " JdkTunnelLoginTest runs this test with it");
        }
        if (!READS_TRAILERS) {
            exemptions.put(
                    "send_readsTheBodyBeforeATrailer",
                    "the HTTP client of this update of the JDK refuses an answer with a trailer, as was tried");
        }
        return exemptions;
    }

    /** After a failure the client tells so on a thread of the JVM's common pool. */
    @Override
    protected boolean isShared(Thread thread) {
        return thread.getName().startsWith("ForkJoinPool.commonPool-worker-");
    }

    /** By the client alone: updates differ. */
    private static boolean readsTrailers() {
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
            throw new AssertionError("nobody interrupts a class that is being initialised", e);
        }
    }
}
