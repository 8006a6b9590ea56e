package io.metriton.testkit;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP server on loopback that does byte for byte what a script says, also what no real server would do: half an
 * answer, a reset, silence. It keeps connections alive, and remembers every request that arrived. For answers that a real
 * Metriton gives, {@code MetritonServer} is easier.
 *
 * <p>Thread-safe. Runs on daemon threads from the start until {@link #close()}.
 */
public final class ScriptedServer implements AutoCloseable {
    static final InetAddress LOOPBACK = loopback();
    private final ServerSocket listener;
    private final String scheme;
    private final Script script;
    private final List<ReceivedRequest> requests = new CopyOnWriteArrayList<>();
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final AtomicInteger connections = new AtomicInteger();

    /** What the server does with one request. */
    @FunctionalInterface
    public interface Script {

        /**
         * Answers a request, on a thread of its connection.
         *
         * @param index counts the requests of all connections from 0
         * @param request what arrived, read to its end
         * @param socket to write the answer to; closing it ends the connection
         * @throws IOException if the client went away; ends the connection
         * @throws InterruptedException ends the connection
         */
        void answer(int index, ReceivedRequest request, Socket socket) throws IOException, InterruptedException;
    }

    private ScriptedServer(ServerSocket listener, String scheme, Script script) {
        this.listener = listener;
        this.scheme = scheme;
        this.script = script;
        daemon("accept", this::accept);
    }

    /**
     * Starts a server for http.
     *
     * @param script may be called on several threads at once
     * @return at a free port of 127.0.0.1
     * @throws IOException if there is none
     */
    public static ScriptedServer start(Script script) throws IOException {
        return new ScriptedServer(ServerSocketFactory.getDefault().createServerSocket(0, 50, LOOPBACK), "http", script);
    }

    /**
     * Starts a server for https.
     *
     * @param tls holds the server's key
     * @param script may be called on several threads at once
     * @return at a free port of 127.0.0.1
     * @throws IOException if there is none
     */
    public static ScriptedServer startTls(SSLContext tls, Script script) throws IOException {
        return new ScriptedServer(tls.getServerSocketFactory().createServerSocket(0, 50, LOOPBACK), "https", script);
    }

    /**
     * A script that gives every request the same answer.
     *
     * @param status of the answer
     * @param body of the answer
     * @return keeps the connection alive
     */
    public static Script always(int status, String body) {
        return (index, request, socket) -> write(socket, plain(status, body));
    }

    /**
     * A complete answer.
     *
     * @param status from 200
     * @param body sent as UTF-8, with its length
     * @param headerLines more headers, without line ends
     * @return what goes over the wire
     */
    public static byte[] plain(int status, String body, String... headerLines) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " Status\r\n");
        for (String line : headerLines) {
            head.append(line).append("\r\n");
        }
        if (status != 204 && status != 304) {
            head.append("Content-Length: ").append(bytes.length).append("\r\n");
        }
        return concat(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1), bytes);
    }

    /**
     * Writes and flushes.
     *
     * @param socket of the script
     * @param bytes any
     * @throws IOException if the client went away
     */
    public static void write(Socket socket, byte[] bytes) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(bytes);
        out.flush();
    }

    /**
     * Breaks a connection with a TCP reset.
     *
     * @param socket of the script
     * @throws IOException if it was closed
     */
    public static void reset(Socket socket) throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    /**
     * Where it listens.
     *
     * @return a port of 127.0.0.1
     */
    public int port() {
        return listener.getLocalPort();
    }

    /**
     * An address of this server.
     *
     * @param path begins with a slash, a question mark, or is empty
     * @return http or https
     */
    public URI uri(String path) {
        return URI.create(scheme + "://127.0.0.1:" + port() + path);
    }

    /**
     * What arrived.
     *
     * @return live, in the order of arrival
     */
    public List<ReceivedRequest> requests() {
        return requests;
    }

    /**
     * How many connections were made.
     *
     * @return counts from the start on
     */
    public int connections() {
        return connections.get();
    }

    /**
     * How many connections neither side has closed yet.
     *
     * @return at this moment
     */
    public int openConnections() {
        return sockets.size();
    }

    /** Ends all connections. Idempotent. */
    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listener.accept();
                connections.incrementAndGet();
                sockets.add(socket);
                daemon("connection", () -> serve(socket));
            }
        } catch (IOException e) {
            // The listener was closed: the test is over.
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            for (ReceivedRequest request = read(in); request != null; request = read(in)) {
                int index;
                synchronized (requests) {
                    index = requests.size();
                    requests.add(request);
                }
                script.answer(index, request, socket);
            }
        } catch (IOException e) {
            // The client went away, as clients do.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            sockets.remove(socket);
        }
    }

    private static @Nullable ReceivedRequest read(InputStream in) throws IOException {
        String requestLine = line(in);
        if (requestLine == null) {
            return null;
        }
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String line = line(in); line != null && !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            if (colon < 0) {
                throw new IOException("not HTTP");
            }
            headers.computeIfAbsent(line.substring(0, colon), unused -> new ArrayList<>())
                    .add(line.substring(colon + 1).strip());
        }
        int length = Integer.parseInt(
                headers.getOrDefault("Content-Length", List.of("0")).get(0));
        String[] words = requestLine.split(" ", -1);
        return new ReceivedRequest(words[0], words[1], headers, in.readNBytes(length));
    }

    private static @Nullable String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                return null;
            }
            line.write(b);
        }
        return line.toString(StandardCharsets.ISO_8859_1).replace("\r", "");
    }

    private static byte[] concat(byte[] first, byte[] second) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(first);
        all.writeBytes(second);
        return all.toByteArray();
    }

    private static void daemon(String what, Runnable task) {
        Thread thread = new Thread(task, "testkit-" + what);
        thread.setDaemon(true);
        thread.start();
    }

    private static InetAddress loopback() {
        try {
            return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        } catch (UnknownHostException e) {
            throw new AssertionError("four bytes are an address", e);
        }
    }
}
