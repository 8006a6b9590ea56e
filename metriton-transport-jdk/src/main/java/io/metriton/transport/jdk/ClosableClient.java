package io.metriton.transport.jdk;

import io.metriton.api.TransportConfig;
import java.net.http.HttpClient;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * A {@link HttpClient} that can be closed on every JDK. Before JDK 21 the client has no {@code close}; its selector
 * thread ends some seconds after the garbage collector has found the client unreachable, which in a quiet program may be
 * never. But that thread's loop also ends, in order, when it is interrupted, and it is known here because it is the one
 * that hands the client's tasks to the client's executor. Thread-safe.
 */
final class ClosableClient implements AutoCloseable {
    private static final String SELECTOR_SUFFIX = "-SelectorManager";

    private final HttpClient client;
    private volatile @Nullable Thread selector;

    ClosableClient(TransportConfig config, Executor workers, boolean proxyLogin) {
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1) // HTTP/2 would add an upgrade to every plain request.
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(config.connectTimeout())
                .proxy(config.proxySelector())
                .executor(task -> {
                    rememberSelector(Thread.currentThread());
                    workers.execute(task);
                });
        config.sslContext().ifPresent(builder::sslContext);
        if (proxyLogin) { // With an authenticator, a 401 without a challenge is an exception and not a response.
            builder.authenticator(new ProxyAuthenticator(config));
        }
        this.client = builder.build();
    }

    HttpClient get() {
        return client;
    }

    @Override
    public void close() {
        Thread thread = selector;
        if (thread != null) {
            thread.interrupt();
        }
    }

    private void rememberSelector(Thread thread) {
        if (thread.getName().endsWith(SELECTOR_SUFFIX)) {
            selector = thread;
        }
    }
}
