package io.metriton.benchmarks.run;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Endpoints on loopback: one that answers everybody as his client expects, over http and https, and one that is silent. Each
 * connection has a thread.
 */
final class LoopbackServer implements AutoCloseable {
    private static final int BACKLOG = 1_024;
    private static final int QUIET_MILLIS = 5_000;

    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "benchmark-server");
        thread.setDaemon(true);
        return thread;
    });
    private final AtomicLong requests = new AtomicLong();
    private final Set<Socket> served = ConcurrentHashMap.newKeySet();
    private final Set<Socket> waiting = ConcurrentHashMap.newKeySet();
    private final ServerKeys keys = new ServerKeys();
    private final ServerSocket http = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
    private final ServerSocket https =
            keys.context().getServerSocketFactory().createServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
    private final ServerSocket silent = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());

    /** Listens. */
    LoopbackServer() throws Exception {
        threads.execute(() -> accept(http));
        threads.execute(() -> accept(https));
        threads.execute(() -> accept(silent));
    }

    String http() {
        return "http://127.0.0.1:" + http.getLocalPort();
    }

    String https() {
        return "https://localhost:" + https.getLocalPort();
    }

    int httpPort() {
        return http.getLocalPort();
    }

    int httpsPort() {
        return https.getLocalPort();
    }

    String silent() {
        return "http://127.0.0.1:" + silent.getLocalPort();
    }

    /** Nobody listens there. */
    static String down() {
        return "http://127.0.0.1:1";
    }

    /** What a JVM has to be told to trust the https side. */
    List<String> trust() {
        return keys.trust();
    }

    /** How many came so far, each to its end. */
    long requests() {
        return requests.get();
    }

    /** Waits until no client is connected, but to the silent endpoint: then all that was sent is counted. */
    void awaitQuiet() throws InterruptedException {
        for (int i = 0; !served.isEmpty(); i++) {
            if (i == QUIET_MILLIS) {
                throw new IllegalStateException("clients that have ended are still connected");
            }
            Thread.sleep(1);
        }
    }

    private void accept(ServerSocket server) {
        try {
            while (true) {
                Socket socket = server.accept();
                if (server == silent) {
                    waiting.add(socket);
                } else {
                    served.add(socket);
                    threads.execute(() -> serve(socket));
                }
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            new ServerConnection(socket, requests).serve();
        } catch (IOException e) {
            // The client is gone, perhaps killed, as some are here; what it is owed is for the client's side to say.
        } finally {
            served.remove(socket);
        }
    }

    @Override
    public void close() throws IOException {
        http.close();
        https.close();
        silent.close();
        for (Socket socket : served) {
            socket.close();
        }
        for (Socket socket : waiting) {
            socket.close();
        }
        threads.shutdownNow();
    }
}
