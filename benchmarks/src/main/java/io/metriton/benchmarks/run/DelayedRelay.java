package io.metriton.benchmarks.run;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A port on loopback that passes bytes on to another one, and makes it as far away as an endpoint on the internet. All bytes,
 * in both directions, arrive half a round trip later than they were sent. On loopback a connection is there at once, so the
 * round trip that its set-up takes is added to the first bytes of the client; what a client sends and is gone before the
 * set-up would have ended is not passed on.
 */
final class DelayedRelay implements AutoCloseable {
    private static final int BACKLOG = 1_024;
    private static final int QUIET_MILLIS = 10_000;

    private final ServerSocket listening = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
    private final ExecutorService threads = Executors.newCachedThreadPool(DelayedRelay::daemon);
    private final ScheduledExecutorService later = Executors.newSingleThreadScheduledExecutor(DelayedRelay::daemon);
    private final AtomicInteger open = new AtomicInteger();
    private final int target;
    private final long roundTrip;

    /** Listens. */
    DelayedRelay(int target, Duration roundTrip) throws IOException {
        this.target = target;
        this.roundTrip = roundTrip.toNanos();
        threads.execute(this::accept);
    }

    int port() {
        return listening.getLocalPort();
    }

    /** Waits until no client is connected, and all that was sent has been passed on. */
    void awaitQuiet() throws InterruptedException {
        for (int i = 0; open.get() > 0; i++) {
            if (i == QUIET_MILLIS) {
                throw new IllegalStateException("clients that have ended are still connected");
            }
            Thread.sleep(1);
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listening.accept();
                open.incrementAndGet();
                connect(client);
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private void connect(Socket client) throws IOException {
        Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
        client.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
        Connection connection = new Connection(client, server, System.nanoTime() + roundTrip);
        threads.execute(() -> connection.pass(client, server));
        threads.execute(() -> connection.pass(server, client));
    }

    @Override
    public void close() throws IOException {
        listening.close();
        later.shutdownNow();
        threads.shutdownNow();
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "benchmark-relay");
        thread.setDaemon(true);
        return thread;
    }

    /** The two halves of a connection. */
    private final class Connection {
        private final Socket client;
        private final Socket server;
        private final long ready;
        private final AtomicInteger directions = new AtomicInteger(2);
        private volatile boolean abandoned;

        Connection(Socket client, Socket server, long ready) {
            this.client = client;
            this.server = server;
            this.ready = ready;
        }

        void pass(Socket from, Socket to) {
            Queue<Step> steps = new ConcurrentLinkedQueue<>();
            byte[] buffer = new byte[16 << 10];
            try {
                for (int count = from.getInputStream().read(buffer);
                        count >= 0;
                        count = from.getInputStream().read(buffer)) {
                    byte[] some = Arrays.copyOf(buffer, count);
                    delay(steps, () -> write(to, some));
                }
            } catch (IOException e) {
                // A side that was killed has ended, too.
            }
            abandoned |= from == client && System.nanoTime() < ready;
            delay(steps, to::shutdownOutput);
            delay(steps, this::ended);
        }

        private void write(Socket to, byte[] some) throws IOException {
            if (!abandoned) {
                to.getOutputStream().write(some);
            }
        }

        private void ended() throws IOException {
            if (directions.decrementAndGet() == 0) {
                client.close();
                server.close();
                open.decrementAndGet();
            }
        }

        /** The steps of a direction are taken in their order, whichever timer is the first. */
        private void delay(Queue<Step> steps, Step step) {
            steps.add(step);
            long now = System.nanoTime();
            long due = Math.max(now, ready) + roundTrip / 2;
            try {
                later.schedule(() -> run(steps.remove()), due - now, TimeUnit.NANOSECONDS);
            } catch (RejectedExecutionException e) {
                // Closed.
            }
        }

        private void run(Step step) {
            try {
                step.run();
            } catch (IOException e) {
                // The side that this is for is gone.
            }
        }
    }

    /** What is done with a connection half a round trip later. */
    private interface Step {
        void run() throws IOException;
    }
}
