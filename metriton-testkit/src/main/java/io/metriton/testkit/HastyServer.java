package io.metriton.testkit;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;

/** Answers one request as soon as its head is there, and closes the connection without reading its body. */
final class HastyServer implements AutoCloseable {
    private final ServerSocket listener = new ServerSocket(0, 1, ScriptedServer.LOOPBACK);
    private final byte[] answer;

    HastyServer(byte[] answer) throws IOException {
        this.answer = answer.clone();
        Thread thread = new Thread(this::answerOne, "testkit-hasty");
        thread.setDaemon(true);
        thread.start();
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + listener.getLocalPort() + "/scout");
    }

    private void answerOne() {
        try (Socket client = listener.accept()) {
            passHead(client.getInputStream());
            ScriptedServer.write(client, answer);
        } catch (IOException e) {
            // The client went away, or nobody came: its test says so.
        }
    }

    private static void passHead(InputStream in) throws IOException {
        int lineEnds = 0;
        while (lineEnds < "\r\n\r\n".length()) {
            int b = in.read();
            if (b < 0) {
                throw new EOFException("the request ended in its head");
            }
            lineEnds = b == '\r' || b == '\n' ? lineEnds + 1 : 0;
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
