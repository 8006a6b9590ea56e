package io.metriton.testkit;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;

/**
 * What goes wrong between a program and its endpoint, to be tried on a transport or on a program that reports. Each is
 * played on loopback, by a server or a proxy that {@link #open} starts.
 *
 * <p>After a fault that {@link #hangs()} nothing happens any more: only a deadline or an interruption frees the caller.
 * After any other the connection is of no more use.
 */
public enum Fault {
    /** Nobody listens at the address. */
    CONNECTION_REFUSED("nobody listens at the address", false, FaultyEndpoint::refusing),
    /** The server's queue of new connections is full. */
    FULL_BACKLOG("the server's queue of new connections is full", true, SilentServer::full),
    /** The connection ends before a byte of the answer. */
    CLOSED_BEFORE_ANSWER("the connection ends before a byte of the answer", false, answer("")),
    /** The connection is reset before a byte of the answer. */
    RESET_BEFORE_ANSWER(
            "the connection is reset before a byte of the answer", false, FaultyEndpoint.plain(Fault::reset)),
    /** The server ends its side of the connection before a byte of the answer, and leaves the other open. */
    HALF_CLOSED("the server ends its side before a byte of the answer", false, FaultyEndpoint.plain(Fault::halfClose)),
    /** The server takes the request and says nothing. */
    SILENT_SERVER("the server takes the request and says nothing", true, stall("")),
    /** The server never reads a request that is larger than all buffers. */
    UNREAD_REQUEST("the server does not read the request", true, SilentServer::unread),
    /** Another protocol answers. */
    NOT_HTTP("another protocol answers", false, answer("SSH-2.0-OpenSSH_9.2\r\n\r\n")),
    /** The status is not a number. */
    BAD_STATUS("the status is not a number", false, answer("HTTP/1.1 OK OK\r\n\r\n")),
    /** The connection ends in the status line. */
    TRUNCATED_STATUS_LINE("the connection ends in the status line", false, answer("HTTP/1.1 20")),
    /** The connection ends in the header. */
    TRUNCATED_HEADER("the connection ends in the header", false, answer("HTTP/1.1 200 OK\r\nContent-Le")),
    /** The connection ends between two header fields. */
    TRUNCATED_FIELDS("the connection ends between two header fields", false, answer("HTTP/1.1 200 OK\r\nX-A: 1\r\n")),
    /** The header arrives byte by byte, for ever. */
    DRIPPING_HEADER("the header arrives byte by byte, for ever", true, drip("HTTP/1.1 200 OK\r\nX-Drip: ")),
    /** A header field of 2 MiB. */
    HUGE_HEADER("a header field of 2 MiB", false, answer(ok("X-Filler: " + "x".repeat(2 << 20)))),
    /** 10,000 header fields. */
    MANY_HEADERS("10,000 header fields", false, answer(ok("X-Filler: x" + "\r\nX-Filler: x".repeat(9_999)))),
    /** A header field without an end. */
    ENDLESS_HEADER("a header field without an end", false, flood("HTTP/1.1 200 OK\r\nX-Filler: ", "x")),
    /** Interim answers (100 Continue) without an end. */
    ENDLESS_INTERIM("interim answers without an end", false, flood("", "HTTP/1.1 100 Continue\r\n\r\n")),
    /** The connection ends in a body whose length was given. */
    TRUNCATED_BODY("the connection ends in the body", false, answer(ok("Content-Length: 10") + "abc")),
    /** The connection ends between two chunks of the body. */
    TRUNCATED_CHUNKS("the connection ends between two chunks", false, answer(chunked("3\r\nabc\r\n"))),
    /** The connection ends in a chunk of the body. */
    TRUNCATED_CHUNK("the connection ends in a chunk", false, answer(chunked("5\r\nabc"))),
    /** The size of a chunk is no number. */
    BAD_CHUNK("the size of a chunk is no number", false, answer(chunked("zz\r\nabc\r\n0\r\n\r\n"))),
    /** The connection is reset in the body. */
    RESET_IN_BODY("the connection is reset in the body", false, FaultyEndpoint.plain(Fault::resetInBody)),
    /** The body arrives byte by byte. */
    DRIPPING_BODY("the body arrives byte by byte", true, drip(ok("Content-Length: 100000"))),
    /** The body stops half-way. */
    STALLED_BODY("the body stops half-way", true, stall(ok("Content-Length: 100") + "abc")),
    /** The body stops in a chunk. */
    STALLED_CHUNK("the body stops in a chunk", true, stall(chunked("5\r\nabc"))),
    /** The body is longer than the limit. */
    BODY_OVER_LIMIT("a body of 32 MiB", false, flood(ok("Content-Length: " + (32 << 20)), "x")),
    /** The body has no end. */
    ENDLESS_BODY("a body without an end", false, flood("HTTP/1.1 200 OK\r\n\r\n", "x")),
    /** The body is chunks without an end. */
    ENDLESS_CHUNKS("chunks without an end", false, flood(chunked(""), "1\r\nx\r\n")),
    /** The server says nothing in the TLS handshake. */
    SILENT_TLS("the TLS handshake stands still", true, SilentServer::tls),
    /** The server answers the TLS handshake in plain text. */
    PLAIN_TLS("the TLS handshake is answered in plain text", false, FaultyEndpoint::plainTls),
    /** The certificate is of an authority that nobody trusts. */
    UNKNOWN_AUTHORITY("a certificate of an unknown authority", false, FaultyEndpoint.untrusted()),
    /** The certificate is another host's. */
    WRONG_HOST("a certificate of another host", false, FaultyEndpoint.tls(Certificates::otherHost)),
    /** The certificate has expired. */
    EXPIRED_CERTIFICATE("an expired certificate", false, FaultyEndpoint.tls(Certificates::expired)),
    /** Nobody listens at the proxy's address. */
    PROXY_REFUSED("nobody listens at the proxy's address", false, FaultyEndpoint::refusingProxy),
    /** The proxy says nothing. */
    SILENT_PROXY("the proxy says nothing", true, FaultyEndpoint.proxy("http", Fault::untilClosed)),
    /** The proxy says nothing when it is to open a tunnel. */
    SILENT_TUNNEL("the proxy does not open the tunnel", true, FaultyEndpoint.proxy("https", Fault::untilClosed)),
    /** The proxy refuses to open a tunnel. */
    REFUSED_TUNNEL("the proxy refuses the tunnel", false, FaultyEndpoint.proxy("https", Fault::forbid)),
    /** The proxy wants a login before it opens a tunnel: its status is not the endpoint's. */
    TUNNEL_LOGIN("the proxy wants a login for the tunnel", false, FaultyEndpoint.proxy("https", Fault::wantLogin));

    private final String description;
    private final boolean hangs;

    @SuppressWarnings("ImmutableEnumChecker") // Functions without a state.
    private final Opener opener;

    /** Starts what plays a fault. */
    @FunctionalInterface
    interface Opener {
        FaultyEndpoint open() throws IOException;
    }

    Fault(String description, boolean hangs, Opener opener) {
        this.description = description;
        this.hangs = hangs;
        this.opener = opener;
    }

    /**
     * What goes wrong, in words.
     *
     * @return begins with a small letter, without a full stop
     */
    public String description() {
        return description;
    }

    /**
     * Whether nothing happens any more once the fault is there.
     *
     * @return true if only a deadline or an interruption ends an exchange
     */
    public boolean hangs() {
        return hangs;
    }

    /**
     * Starts what plays this fault, on loopback.
     *
     * @return to be closed
     * @throws IOException if no port is free
     */
    public FaultyEndpoint open() throws IOException {
        return opener.open();
    }

    private static String ok(String field) {
        return "HTTP/1.1 200 OK\r\n" + field + "\r\n\r\n";
    }

    private static String chunked(String body) {
        return ok("Transfer-Encoding: chunked") + body;
    }

    private static Opener answer(String text) {
        return FaultyEndpoint.plain((index, request, socket) -> {
            ScriptedServer.write(socket, text.getBytes(US_ASCII));
            socket.close();
        });
    }

    private static Opener stall(String beginning) {
        return FaultyEndpoint.plain((index, request, socket) -> {
            ScriptedServer.write(socket, beginning.getBytes(US_ASCII));
            untilClosed(index, request, socket);
        });
    }

    private static Opener drip(String beginning) {
        return FaultyEndpoint.plain((index, request, socket) -> {
            ScriptedServer.write(socket, beginning.getBytes(US_ASCII));
            while (true) {
                ScriptedServer.write(socket, new byte[] {'x'});
                Thread.sleep(20);
            }
        });
    }

    private static Opener flood(String beginning, String rest) {
        byte[] block = rest.repeat(8192 / rest.length()).getBytes(US_ASCII);
        return FaultyEndpoint.plain((index, request, socket) -> {
            ScriptedServer.write(socket, beginning.getBytes(US_ASCII));
            while (true) {
                ScriptedServer.write(socket, block);
            }
        });
    }

    private static void reset(int index, ReceivedRequest request, Socket socket) throws IOException {
        ScriptedServer.reset(socket);
    }

    private static void halfClose(int index, ReceivedRequest request, Socket socket) throws IOException {
        socket.shutdownOutput();
        untilClosed(index, request, socket);
    }

    private static void resetInBody(int index, ReceivedRequest request, Socket socket) throws IOException {
        ScriptedServer.write(socket, (ok("Content-Length: 10") + "abc").getBytes(US_ASCII));
        ScriptedServer.reset(socket);
    }

    private static void untilClosed(int index, ReceivedRequest request, Socket socket) throws IOException {
        socket.getInputStream().transferTo(OutputStream.nullOutputStream());
    }

    private static void forbid(int index, ReceivedRequest request, Socket socket) throws IOException {
        ScriptedServer.write(socket, ScriptedServer.plain(403, "no"));
    }

    private static void wantLogin(int index, ReceivedRequest request, Socket socket) throws IOException {
        ScriptedServer.write(socket, ScriptedServer.plain(407, "log in", "Proxy-Authenticate: Basic realm=\"proxy\""));
    }
}
