package io.metriton.transport.jdk;

import io.metriton.api.TransportConfig;
import java.net.http.HttpClient;
import java.util.Arrays;
import java.util.concurrent.Executor;

/**
 * A {@link HttpClient} that can be closed on every JDK. Before JDK 21 the client has no {@code close}; its selector
 * thread ends some seconds after the garbage collector has found the client unreachable, which in a quiet program may be
 * never. But that thread's loop also ends, in order, when it is interrupted.
 *
 * <p>Not thread-safe, but for {@link #get}.
 */
final class ClosableClient implements AutoCloseable {
    private final HttpClient client;
    private int users;

    ClosableClient(TransportConfig config, Executor workers) {
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1) // HTTP/2 would add an upgrade to every plain request.
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(config.connectTimeout())
                .proxy(config.proxySelector())
                .executor(workers);
        config.sslContext().ifPresent(builder::sslContext);
        this.client = builder.build();
    }

    HttpClient get() {
        return client;
    }

    /** Counts one more exchange. */
    void use() {
        users++;
    }

    /** Counts one exchange less; true if it was the last. */
    boolean release() {
        return --users == 0;
    }

    @Override
    public void close() {
        String selector = "HttpClient-" + id() + "-SelectorManager";
        for (Thread thread : threads()) {
            if (thread.getName().equals(selector)) {
                thread.interrupt();
            }
        }
    }

    /** The number that the JDK gave the client, and its thread: what {@code toString} ends in, in parentheses. */
    private String id() {
        String text = client.toString();
        return text.substring(text.lastIndexOf('(') + 1, text.length() - 1);
    }

    private static Thread[] threads() {
        ThreadGroup all = Thread.currentThread().getThreadGroup();
        while (all.getParent() != null) {
            all = all.getParent();
        }
        // The count is an estimate.
        Thread[] threads = new Thread[all.activeCount() * 2 + 16];
        return Arrays.copyOf(threads, all.enumerate(threads));
    }
}
