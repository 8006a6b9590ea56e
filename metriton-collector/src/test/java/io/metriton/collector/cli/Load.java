package io.metriton.collector.cli;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Clients that report without a pause, each report of an installation of its own and with a key. What was not answered
 * is sent again, with the same key, by {@link #resend}.
 */
final class Load implements AutoCloseable {

    private static final int CLIENTS = 8;

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
    private final ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
    private final AtomicInteger numbers = new AtomicInteger();
    private final Queue<Integer> unanswered = new ConcurrentLinkedQueue<>();
    private final Set<Integer> statuses = ConcurrentHashMap.newKeySet();
    private final AtomicInteger answered = new AtomicInteger();

    /** How many reports were made, each of another installation. */
    int reports() {
        return numbers.get();
    }

    int answered() {
        return answered.get();
    }

    /** All statuses but 200. */
    Set<Integer> statuses() {
        return statuses;
    }

    /** Reports until something happens, which is done after some answers. */
    void run(URI uri, int answers, Interruption interruption) throws Exception {
        AtomicBoolean ended = new AtomicBoolean();
        CountDownLatch running = new CountDownLatch(CLIENTS);
        CountDownLatch enough = new CountDownLatch(answers);
        for (int i = 0; i < CLIENTS; i++) {
            clients.execute(() -> {
                while (!ended.get()) {
                    send(uri, numbers.getAndIncrement());
                    enough.countDown();
                }
                running.countDown();
            });
        }
        enough.await(2, TimeUnit.MINUTES);
        interruption.happen();
        ended.set(true);
        running.await(2, TimeUnit.MINUTES);
    }

    /** What happens in the middle. */
    interface Interruption {
        void happen() throws Exception;
    }

    void resend(URI uri) {
        for (int left = unanswered.size(); left > 0; left--) {
            Integer number = unanswered.poll();
            if (number != null) {
                send(uri, number);
            }
        }
    }

    int unanswered() {
        return unanswered.size();
    }

    private void send(URI uri, int number) {
        String body = "{\"application\": \"greet\", \"install_id\": \"install-" + number
                + "\", \"version\": \"1.0\", \"metadata\": {}}";
        HttpRequest request = HttpRequest.newBuilder(uri.resolve("/scout"))
                .timeout(Duration.ofSeconds(30))
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", "key-" + number)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            int status =
                    client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
            if (status == 200) {
                answered.incrementAndGet();
                return;
            }
            statuses.add(status);
        } catch (IOException e) {
            // Killed, or not there yet: sent again later.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        unanswered.add(number);
    }

    @Override
    public void close() {
        clients.shutdownNow();
    }
}
