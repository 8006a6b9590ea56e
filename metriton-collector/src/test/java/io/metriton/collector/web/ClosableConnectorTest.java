package io.metriton.collector.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ClosableConnectorTest {

    private static final byte[] REQUEST = "GET / HTTP/1.1\r\nHost: test\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final Server server = new Server();
    private final ClosableConnector connector = new ClosableConnector(server, new HttpConfiguration(), "127.0.0.1", 0);
    private int port;

    @BeforeEach
    void start() throws Exception {
        server.setHandler(new Handler.Abstract() {
            @Override
            public boolean handle(Request request, Response response, Callback callback) {
                callback.succeeded();
                return true;
            }
        });
        server.addConnector(connector);
        server.start();
        port = connector.getLocalPort();
    }

    @AfterEach
    void stop() throws Exception {
        server.stop();
    }

    private Socket request() throws Exception {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.getOutputStream().write(REQUEST);
        return socket;
    }

    private static BufferedReader answers(Socket socket) throws Exception {
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
    }

    private static void assertAnswered(BufferedReader answers) throws Exception {
        assertThat(answers.readLine()).isEqualTo("HTTP/1.1 200 OK");
        String line = answers.readLine();
        while (!"".equals(line)) {
            assertThat(line).as("an answer that ends in its head").isNotNull();
            line = answers.readLine();
        }
    }

    @Test
    void close_answersThoseThatWaitToBeAccepted() throws Exception {
        connector.setAccepting(false);
        long end = System.nanoTime() + 20_000_000_000L;
        while (((ServerSocketChannel) connector.getTransport()).isRegistered() && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        assertThat(((ServerSocketChannel) connector.getTransport()).isRegistered())
                .isFalse();
        List<Socket> waiting = new ArrayList<>();
        try {
            for (int i = 0; i < 5; i++) {
                waiting.add(request());
            }

            connector.close();

            for (Socket socket : waiting) {
                assertAnswered(answers(socket));
            }
        } finally {
            for (Socket socket : waiting) {
                socket.close();
            }
        }
    }

    @Test
    void close_leavesNobodyListening() throws Exception {
        connector.close();

        assertThatThrownBy(this::request).isInstanceOf(ConnectException.class);
    }

    @Test
    void close_leavesConnectionsThatAreThere() throws Exception {
        try (Socket socket = request()) {
            BufferedReader answers = answers(socket);
            assertAnswered(answers);

            connector.close();

            socket.getOutputStream().write(REQUEST);
            assertAnswered(answers);
        }
    }
}
