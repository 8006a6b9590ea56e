package io.metriton.transport.jdk;

import io.metriton.api.TransportConfig;
import java.net.http.HttpClient;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * A {@link HttpClient} that can be closed on every JDK, once no exchange uses it any more. From Java 21 on it has a close
 * of its own. Before, its selector thread ends some seconds after the garbage collector has found the client
 * unreachable, which in a quiet program may be never; but that thread's loop also ends, in order, when it is interrupted.
 *
 * <p>One that nobody closes goes the same way, on every JDK: nothing that the client refers to refers to this. Used by one
 * thread at a time.
 */
final class ClosableClient {
    private final HttpClient client;

    /** Serves all exchanges of the client; null if it cannot be found. */
    private final @Nullable Thread selector;

    /**
     * Makes a client, which starts its selector thread.
     *
     * @param context for https; null for a client that never looks at the JVM's trust store: http must work where that is
     *     broken
     * @param workers for what the selector thread hands over
     */
    ClosableClient(TransportConfig config, @Nullable SSLContext context, Executor workers) {
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1) // HTTP/2 would add an upgrade to every plain request.
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(config.connectTimeout())
                .proxy(config.proxySelector())
                .executor(new Tasks(workers));
        if (context != null) {
            // Else a system property of the host's would switch the look at the server's name off.
            SSLParameters parameters = context.getDefaultSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            builder.sslContext(context).sslParameters(parameters);
        } else {
            SSLContext none = new NoTls();
            builder.sslContext(none).sslParameters(new SSLParameters());
        }
        this.client = builder.build();
        this.selector = selectorOf(client);
    }

    /** It has the client's number in its name, and is in the group of the thread that makes the client. */
    private static @Nullable Thread selectorOf(HttpClient client) {
        String described = client.toString(); // Ends with the client's number in parentheses.
        String number = described.substring(described.lastIndexOf('(') + 1, described.length() - 1);
        String name = "HttpClient-" + number + "-SelectorManager";
        ThreadGroup group = Thread.currentThread().getThreadGroup();
        Thread[] threads = new Thread[2 * group.activeCount() + 64]; // Room for those that start meanwhile.
        group.enumerate(threads, false);
        for (Thread thread : threads) {
            if (thread != null && thread.getName().equals(name)) {
                return thread;
            }
        }
        return null;
    }

    HttpClient get() {
        return client;
    }

    /** False if the client can send nothing any more: its thread was interrupted by the host, or had no memory. */
    boolean isAlive() {
        return selector == null || selector.isAlive();
    }

    /** Ends the client's thread and closes its connections. */
    void close() {
        try {
            HttpClient.class.getMethod("shutdownNow").invoke(client);
        } catch (ReflectiveOperationException e) { // Before Java 21.
            if (selector != null) {
                selector.interrupt();
            }
        }
    }

    /**
     * Runs what the client has to do: on the thread that asks, since that waits for nothing else, unless it is the
     * client's own selector thread, which serves all exchanges. The client refers to this for as long as its thread runs, so
     * a reference from here to the client would keep both for ever. Called by threads of the client.
     */
    private record Tasks(Executor workers) implements Executor {
        @Override
        public void execute(Runnable task) {
            if (Thread.currentThread().getClass().getModule() == HttpClient.class.getModule()) {
                workers.execute(task);
            } else {
                task.run();
            }
        }
    }
}
