package io.metriton.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.metriton.testkit.ReceivedRequest;
import io.metriton.testkit.ScriptedServer;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An endpoint for daily reports, which keeps one for each Idempotency-Key, as a collector does, and the date that each is of
 * by its age. Thread-safe.
 */
final class DailyServer implements AutoCloseable {
    private static final Pattern COUNTS = Pattern.compile("\"commands\":\\{([^}]*)}");
    private static final Pattern COUNT = Pattern.compile("\"([^\"]+)\":(\\d+)");

    private final ScriptedServer server = ScriptedServer.start(this::answer);
    private final Map<String, Received> received = new ConcurrentHashMap<>();
    private final AtomicInteger requests = new AtomicInteger();
    private volatile Mood mood = Mood.UP;
    private volatile Instant now = Instant.EPOCH;

    /** How it treats requests. */
    enum Mood {
        UP,
        /** Refuses for now, and has counted nothing. */
        DOWN,
        /** Says nothing, for as long as anybody listens. */
        SILENT,
        /** Each in its turn: down, up, or it takes the report and breaks the connection. */
        CHANGING
    }

    /**
     * A report.
     *
     * @param heard when it was taken
     * @param date that it is of
     */
    record Received(LocalDate heard, LocalDate date, Map<String, Long> counts) {}

    DailyServer() throws IOException {}

    String endpoint() {
        return server.uri("/scout").toString();
    }

    void be(Mood next) {
        mood = next;
    }

    boolean isUp() {
        return mood == Mood.UP;
    }

    /** What time the programs believe it is. */
    void at(Instant time) {
        now = time;
    }

    Map<String, Received> received() {
        return received;
    }

    int requests() {
        return requests.get();
    }

    /** How often each name was counted, over all reports. */
    Map<String, Long> counts() {
        Map<String, Long> sum = new LinkedHashMap<>();
        received.values().forEach(each -> each.counts().forEach((name, n) -> sum.merge(name, n, Long::sum)));
        return sum;
    }

    private void answer(int index, ReceivedRequest request, Socket socket) throws IOException {
        requests.incrementAndGet();
        Mood today = mood;
        if (today == Mood.SILENT) {
            while (socket.getInputStream().read() >= 0) {
                LockSupport.parkNanos(1_000_000);
            }
        } else if (today == Mood.DOWN || (today == Mood.CHANGING && index % 3 == 0)) {
            ScriptedServer.write(socket, ScriptedServer.plain(503, "", "Connection: close"));
        } else {
            take(request);
            if (today == Mood.UP || index % 3 == 1) {
                ScriptedServer.write(socket, ScriptedServer.plain(200, "{}", "Connection: close"));
            }
        }
    }

    private void take(ReceivedRequest request) {
        String key = request.header("Idempotency-Key").orElseThrow();
        long age = request.header("Metriton-Report-Age").map(Long::valueOf).orElse(0L);
        Instant time = now;
        Received report = new Received(date(time), date(time.minusSeconds(age)), counts(request));
        Received before = received.putIfAbsent(key, report);
        if (before != null) {
            assertThat(report.counts()).as("of a report that came twice").isEqualTo(before.counts());
        }
    }

    private static LocalDate date(Instant time) {
        return LocalDate.ofInstant(time, ZoneOffset.UTC);
    }

    private static Map<String, Long> counts(ReceivedRequest request) {
        Map<String, Long> counts = new LinkedHashMap<>();
        Matcher key = COUNTS.matcher(new String(request.body(), StandardCharsets.UTF_8));
        if (key.find()) {
            Matcher each = COUNT.matcher(key.group(1));
            while (each.find()) {
                counts.put(each.group(1), Long.valueOf(each.group(2)));
            }
        }
        return counts;
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
