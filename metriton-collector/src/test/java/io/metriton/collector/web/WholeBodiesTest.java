package io.metriton.collector.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Clients that send their bodies slowly, against a server that has hardly a thread for them. */
class WholeBodiesTest {

    private static final Duration LONG = Duration.ofMinutes(10);
    private static final String POST = "POST /scout HTTP/1.1\r\nHost: a\r\nConnection: close\r\n";

    private final QueuedThreadPool threads = new QueuedThreadPool(8, 2);
    private final Server server = new Server(threads);
    private final ServerConnector connector = new ServerConnector(server, 1, 1);
    private final List<Socket> slow = new ArrayList<>();

    /** Answers with the length of the body, and whether it was too long. */
    private static final class Lengths extends Handler.Abstract {
        @Override
        public boolean handle(Request request, Response response, Callback callback) throws Exception {
            String body = Content.Source.asString(request);
            Object tooLong = request.getAttribute(WholeBodies.class.getName() + ".tooLong");
            Content.Sink.write(response, true, body.length() + " " + (tooLong != null), callback);
            return true;
        }
    }

    private void start(BodyRoom room, Duration deadline) throws Exception {
        WholeBodies bodies = new WholeBodies(room, deadline);
        bodies.setHandler(new Lengths());
        server.setHandler(bodies);
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        server.start();
    }

    @AfterEach
    void stop() throws Exception {
        for (Socket socket : slow) {
            socket.close();
        }
        server.stop();
    }

    private Socket send(String text) throws IOException {
        Socket socket = new Socket("127.0.0.1", connector.getLocalPort());
        slow.add(socket);
        socket.setSoTimeout(60_000);
        socket.setTcpNoDelay(true);
        write(socket, text);
        return socket;
    }

    private static void write(Socket socket, String text) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(text.getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    private static String answer(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }

    private String whole() throws IOException {
        return answer(send(POST + "Content-Length: 2\r\n\r\n{}"));
    }

    /** Each needs a thread if anything of it is read by one that waits. */
    @ParameterizedTest
    @CsvSource({
        "Transfer-Encoding: chunked,'1\r\na\r\n',80",
        "Content-Length: 65536,x,65535",
        "Content-Length: 65000,x,62000",
    })
    void unfinishedBodies_holdUpNobody(String header, String part, int times) throws Exception {
        start(new BodyRoom(100 << 20), LONG);
        for (int i = 0; i < 30; i++) {
            send(POST + header + "\r\n\r\n" + part.repeat(times));
        }
        assertThat(whole()).startsWith("HTTP/1.1 200 ").endsWith("2 false");
    }

    @Test
    void bodyInManyPieces_arrivesAsAWhole() throws Exception {
        start(new BodyRoom(1 << 20), LONG);
        Socket socket = send(POST + "Transfer-Encoding: chunked\r\n\r\n");
        for (int i = 0; i < 5_000; i++) {
            write(socket, "1\r\na\r\n");
        }
        write(socket, "0\r\n\r\n");
        assertThat(answer(socket)).startsWith("HTTP/1.1 200 ").endsWith("5000 false");
    }

    @ParameterizedTest
    @CsvSource({"/scout,65536", "/beta/scout,65536", "/applications,262144"})
    void longestBody_isBoundedByPath(String path, int longest) throws Exception {
        start(new BodyRoom(10 << 20), LONG);
        String head = POST.replace("/scout", path) + "Transfer-Encoding: chunked\r\n\r\n";
        String body = "x".repeat(longest);
        String chunk = Integer.toHexString(longest) + "\r\n" + body + "\r\n";
        assertThat(answer(send(head + chunk + "0\r\n\r\n"))).endsWith(longest + " false");
        assertThat(answer(send(head + chunk + "1\r\nx\r\n0\r\n\r\n"))).endsWith(longest + " true");
    }

    @Test
    void bodyWithoutEnd_isReadForAWhileOnly() throws Exception {
        start(new BodyRoom(10 << 20), LONG);
        Socket socket = send(
                POST + "Transfer-Encoding: chunked\r\n\r\n" + ("4000\r\n" + "x".repeat(0x4000) + "\r\n").repeat(21));
        assertThat(answer(socket)).startsWith("HTTP/1.1 200 ").endsWith("65536 true");
    }

    @Test
    void whatIsMuchTooLongByItsLength_isNotWaitedFor() throws Exception {
        start(new BodyRoom(1 << 20), LONG);
        Socket socket = send(POST + "Content-Length: " + (1 << 20) + "\r\n\r\n{\"a");
        assertThat(answer(socket)).startsWith("HTTP/1.1 200 ").endsWith(" true");
    }

    @Test
    void bodyThatIsLate_isToldAndItsRoomIsFree() throws Exception {
        BodyRoom room = new BodyRoom(1 << 20);
        start(room, Duration.ofMillis(300));
        String answer = answer(send(POST + "Content-Length: 1000\r\n\r\n{"));
        assertThat(answer).startsWith("HTTP/1.1 408 ").contains("\"detail\":\"the request did not arrive in time\"");
        assertThat(room.taken()).isZero();
        assertThat(whole()).startsWith("HTTP/1.1 200 ");
    }

    @Test
    void withoutRoom_theLargestIsSentAwayForASmallerOne() throws Exception {
        BodyRoom room = new BodyRoom(50_000);
        start(room, LONG);
        Socket large = send(POST + "Content-Length: 60000\r\n\r\n" + "x".repeat(20_000));
        Socket small = send(POST + "Content-Length: 9000\r\n\r\n" + "x".repeat(8_000));
        assertThat(answer(large))
                .startsWith("HTTP/1.1 503 ")
                .contains("Retry-After: 30")
                .contains("too many slow requests are under way");
        assertThat(whole()).startsWith("HTTP/1.1 200 ");
        write(small, "x".repeat(1_000));
        assertThat(answer(small)).endsWith("9000 false");
        assertThat(room.taken()).isZero();
    }

    @Test
    void bodyForWhichThereIsNoRoom_isSentAway() throws Exception {
        BodyRoom room = new BodyRoom(50_000);
        start(room, LONG);
        assertThat(answer(send(POST + "Content-Length: 60000\r\n\r\n" + "x".repeat(31_000))))
                .startsWith("HTTP/1.1 503 ");
        assertThat(room.taken()).isZero();
    }

    @Test
    void clientThatWaitsForContinue_isToldTo() throws Exception {
        start(new BodyRoom(1 << 20), LONG);
        Socket socket = send(POST + "Expect: 100-continue\r\nContent-Length: 2\r\n\r\n");
        byte[] interim = socket.getInputStream().readNBytes(25);
        assertThat(new String(interim, StandardCharsets.US_ASCII)).startsWith("HTTP/1.1 100 Continue");
        write(socket, "{}");
        assertThat(answer(socket)).endsWith("2 false");
    }
}
