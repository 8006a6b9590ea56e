package io.metriton.benchmarks.run;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicLong;

/** The server's side of one connection, in HTTP/1.1. Used by one thread. */
final class ServerConnection {
    private static final int FAREWELL_MILLIS = 2_000;

    private final Socket socket;
    private final AtomicLong requests;

    ServerConnection(Socket socket, AtomicLong requests) {
        this.socket = socket;
        this.requests = requests;
    }

    /** Answers one request after the other until the client closes or wants this side to. */
    void serve() throws IOException {
        socket.setTcpNoDelay(true);
        OutputStream out = socket.getOutputStream();
        RequestInput in = new RequestInput(socket.getInputStream());
        Request request = Request.read(in, out);
        while (request != null) {
            requests.incrementAndGet();
            out.write(Answers.to(request)); // In one piece.
            if (request.isLast()) {
                farewell(in);
                return;
            }
            request = Request.read(in, out);
        }
    }

    /** Says that no more comes, and waits for the client to say so: whoever closes on unread bytes resets the connection. */
    private void farewell(RequestInput in) throws IOException {
        socket.setSoTimeout(FAREWELL_MILLIS);
        socket.shutdownOutput();
        in.skipAll();
    }
}
