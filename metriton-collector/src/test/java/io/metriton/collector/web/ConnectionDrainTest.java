package io.metriton.collector.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ConnectionDrainTest {

    private static final long LONG = 60_000;

    private final Server server = new Server();
    private final ServerConnector connector = new ServerConnector(server);
    private final BlockingQueue<Callback> held = new LinkedBlockingQueue<>();
    private final List<Thread> aside = new ArrayList<>();
    private final HttpClient client = HttpClient.newHttpClient();

    private ConnectionDrain serve(long quietMillis) throws Exception {
        ConnectionDrain drain = new ConnectionDrain(quietMillis);
        drain.setHandler(new Handler.Abstract() {
            @Override
            public boolean handle(Request request, Response response, Callback callback) {
                switch (request.getHttpURI().getPath()) {
                    case "/held" -> held.add(callback);
                    case "/failing" -> callback.failed(new IllegalStateException("wanted"));
                    case "/nobody's" -> {
                        return false;
                    }
                    default -> callback.succeeded();
                }
                return true;
            }
        });
        server.setHandler(drain);
        server.addConnector(connector);
        connector.setHost("127.0.0.1");
        server.start();
        return drain;
    }

    @AfterEach
    void stop() throws Exception {
        aside.forEach(Thread::interrupt);
        server.stop();
    }

    @Test
    void answersAfterTheFarewell_sayThatTheConnectionEnds() throws Exception {
        ConnectionDrain drain = serve(0);
        assertThat(answer("/").get().headers().firstValue("Connection")).isEmpty();
        answer("/failing").get();
        answer("/nobody's").get();

        // Ends at once: nothing is under way.
        drain.begin(LONG);

        assertThat(answer("/").get().headers().firstValue("Connection")).hasValue("close");
    }

    @Test
    void farewell_waitsForAnswersThatWereBegunBefore() throws Exception {
        ConnectionDrain drain = serve(0);
        CompletableFuture<HttpResponse<Void>> answer = answer("/held");
        Callback callback = held.poll(LONG, TimeUnit.MILLISECONDS);
        CompletableFuture<Void> done = beginAside(drain);
        while (!isTold(client)) {
            assertThat(done).isNotDone();
        }
        callback.succeeded();
        done.get(LONG, TimeUnit.MILLISECONDS);
        assertThat(answer.get().statusCode()).isEqualTo(200);
    }

    @Test
    void farewell_waitsNoLongerThanItMay() throws Exception {
        ConnectionDrain drain = serve(0);
        CompletableFuture<HttpResponse<Void>> answer = answer("/held");
        Callback callback = held.poll(LONG, TimeUnit.MILLISECONDS);
        drain.begin(1);
        assertThat(answer).isNotDone();
        callback.succeeded();
        assertThat(answer.get().statusCode()).isEqualTo(200);
    }

    @Test
    void farewell_waitsWhileConnectionsWereInUseAMomentAgo() throws Exception {
        ConnectionDrain drain = serve(LONG);
        answer("/").get();
        HttpClient other = HttpClient.newHttpClient();
        CompletableFuture<Void> done = beginAside(drain);
        while (!isTold(other)) {
            assertThat(done).isNotDone();
        }
        assertThat(isTold(client)).isTrue();
        assertThat(done).isNotDone();
    }

    @Test
    void farewell_waitsNotForConnectionsThatAreQuiet() throws Exception {
        ConnectionDrain drain = serve(1);
        answer("/").get();
        beginAside(drain).get(LONG, TimeUnit.MILLISECONDS);
        assertThat(isTold(client)).isTrue();
    }

    /** Not on the common pool, whose one thread on two cores the client needs. */
    private CompletableFuture<Void> beginAside(ConnectionDrain drain) {
        return CompletableFuture.runAsync(() -> drain.begin(LONG), task -> {
            Thread thread = new Thread(task);
            aside.add(thread);
            thread.start();
        });
    }

    private boolean isTold(HttpClient client) throws Exception {
        return answer(client, "/").get().headers().firstValue("Connection").isPresent();
    }

    private CompletableFuture<HttpResponse<Void>> answer(String path) {
        return answer(client, path);
    }

    private CompletableFuture<HttpResponse<Void>> answer(HttpClient client, String path) {
        URI uri = URI.create("http://127.0.0.1:" + connector.getLocalPort() + path);
        return client.sendAsync(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.discarding());
    }
}
