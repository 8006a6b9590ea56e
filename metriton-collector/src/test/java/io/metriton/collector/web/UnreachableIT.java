package io.metriton.collector.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.metriton.collector.applications.Json;
import io.metriton.collector.cli.RunningCollector;
import io.metriton.collector.store.Databases;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database that gives no connection is no fault of the server. */
class UnreachableIT {

    private static final int READERS = 4;

    @TempDir
    Path folder;

    @Test
    void noConnectionInTime_is503WithRetryAfterUntilThereIsOne() throws InterruptedException {
        try (RunningCollector collector = new RunningCollector(Databases.SQLITE.url(folder))) {
            CountDownLatch taken = new CountDownLatch(READERS);
            CountDownLatch enough = new CountDownLatch(1);
            ExecutorService readers = Executors.newFixedThreadPool(READERS);
            for (int i = 0; i < READERS; i++) {
                readers.execute(() -> collector.store.atOneMoment(() -> hold(taken, enough)));
            }
            assertThat(taken.await(30, TimeUnit.SECONDS)).isTrue();
            assertUnreachable(collector.send(collector.authorized("/api/v1/applications")));
            enough.countDown();
            readers.shutdown();
            assertThat(readers.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
            assertThat(collector.get("/api/v1/applications").path("applications"))
                    .isEmpty();
        }
    }

    @Test
    void postgresThatIsGone_is503WithRetryAfter() throws IOException {
        EmbeddedPostgres server = EmbeddedPostgres.start();
        try (RunningCollector collector = new RunningCollector(server.getJdbcUrl("postgres", "postgres"))) {
            server.close();
            assertUnreachable(collector.send(collector.authorized("/api/v1/applications")));
        }
    }

    private static void assertUnreachable(HttpResponse<String> response) {
        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.headers().firstValue("Retry-After")).contains("5");
        assertThat(Json.parse(response.body()).path("detail").asText())
                .isEqualTo("the database cannot be reached; try again");
    }

    private static boolean hold(CountDownLatch taken, CountDownLatch enough) {
        taken.countDown();
        try {
            return enough.await(60, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
