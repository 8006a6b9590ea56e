package io.metriton.testkit;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.metriton.testkit.ReportReader.NotAReport;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.assertj.core.api.AssertProvider;

/**
 * A Metriton on loopback, for tests and examples: a real HTTP server that answers as told and remembers every report.
 *
 * <p>Unless told otherwise it knows every application, and the version that reports is the latest
 * ({@link Answer#upToDate()}). Reports are accepted at any path; a POST that holds none gets status 400, another method
 * 405, and both are kept in {@link #rejected()}.
 *
 * <p>A test fails if its application reports what is not in its {@code Declaration}: a reporter leaves that out, and tells
 * this server, which it knows by a system property while the server is open, or by a variable of {@link #environment()}
 * in a child process. A reporter without a declaration tells nothing.
 *
 * <p>Thread-safe. Runs on daemon threads from the start until {@link #close()}.
 */
public final class MetritonServer implements AssertProvider<MetritonServerAssert>, AutoCloseable {
    private static final String STOP_ORDERS = "disable_scout:";

    /** By these a reporter with a Declaration knows the server that it tells what it leaves out. */
    private static final String TEST_SERVER = "metriton.testServer:";

    private static final String TEST_SERVER_VARIABLE = "METRITON_TEST_SERVER";

    private final HttpServer http;
    private final ExecutorService threads = Executors.newCachedThreadPool(MetritonServer::daemon);
    private final Conversation conversation = new Conversation();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final AtomicBoolean closed = new AtomicBoolean();
    private final TemporaryHome home = new TemporaryHome();

    private MetritonServer(HttpServer http) {
        this.http = http;
        http.setExecutor(threads);
        http.createContext("/", this::handle);
    }

    /**
     * Starts a server at a free port of 127.0.0.1.
     *
     * @return to be closed by the caller
     * @throws IOException if there is no free port
     */
    public static MetritonServer start() throws IOException {
        MetritonServer server =
                new MetritonServer(HttpServer.create(new InetSocketAddress(ScriptedServer.LOOPBACK, 0), 0));
        // The thread that HttpServer starts is a daemon only if the one that starts it is.
        CompletableFuture.runAsync(server.http::start, server.threads).join();
        System.setProperty(TEST_SERVER + server.authority(), "true");
        return server;
    }

    /**
     * What to give to {@code Reporter.Builder.endpoint}.
     *
     * @return as {@code http://127.0.0.1:41234/scout}
     */
    public URI endpoint() {
        return URI.create("http://" + authority() + "/scout");
    }

    /**
     * What to give to {@code Reporter.Builder.environment}, or to a child process in the place of its own: an environment in
     * which the application reports to this server, keeps its install ID and outbox in {@link #home()}, and has not opted out.
     * An opt-out of this JVM counts all the same, as no application may overrule its user. It holds {@code HOME}, {@code
     * XDG_CONFIG_HOME}, {@code XDG_STATE_HOME} and their like, and {@code SCOUT_HOST}, {@code SCOUT_HTTPS} and {@code
     * METRITON_TEST_SERVER}, and nothing else.
     *
     * @return a copy, which the caller may add variables to
     */
    public Map<String, String> environment() {
        Map<String, String> environment = home.variables();
        environment.put("SCOUT_HOST", authority());
        environment.put(TEST_SERVER_VARIABLE, authority());
        environment.put("SCOUT_HTTPS", "false");
        return environment;
    }

    /**
     * The home folder of {@link #environment()}: a temporary one, made at the first call, the same from then on, and
     * deleted by {@link #close()} with all that is in it.
     *
     * @return an empty folder at first
     * @throws java.io.UncheckedIOException if it cannot be made
     */
    public Path home() {
        return home.folder();
    }

    /**
     * Answers the next reports, each with one of these; after what was told before.
     *
     * @param answers in order of the reports' arrival
     * @return this
     */
    public MetritonServer answer(Answer... answers) {
        conversation.answer(List.of(answers));
        return this;
    }

    /**
     * Answers so whenever {@link #answer} has nothing left.
     *
     * @param answer instead of {@link Answer#upToDate()}
     * @return this
     */
    public MetritonServer answerAlways(Answer answer) {
        conversation.answerAlways(answer);
        return this;
    }

    /**
     * The reports that arrived.
     *
     * @return a copy, in order of arrival
     */
    public List<ReceivedReport> reports() {
        return conversation.reports();
    }

    /**
     * The requests that hold no report. As long as there is one, every assertion about this server fails with it.
     *
     * @return a copy, in order of arrival; each begins as {@code POST /scout: not JSON}
     */
    public List<String> rejected() {
        return conversation.rejected();
    }

    /**
     * What applications reported without having declared it, and how to declare it: it was left out. As long as there is
     * something, every assertion about this server fails with it, and {@link MetritonExtension} fails the test. A process
     * tells it with its next report that arrives here.
     *
     * @return a copy; each begins as {@code greet: "home" (a text) is not declared}, and is there once
     */
    public List<String> undeclared() {
        return conversation.undeclared();
    }

    /**
     * Waits for the first report, which may have arrived already.
     *
     * @param patience at most
     * @return the first report
     * @throws AssertionError if none arrived, if a request arrived that holds none, if something {@link #undeclared} was left
     *     out, or if the thread was interrupted
     */
    public ReceivedReport awaitReport(Duration patience) {
        return awaitReports(1, patience).get(0);
    }

    /**
     * Waits until at least so many reports have arrived, since the start.
     *
     * @param count how many
     * @param patience at most
     * @return all that arrived, in order
     * @throws AssertionError if fewer arrived, if a request arrived that holds none, if something {@link #undeclared} was
     *     left out, or if the thread was interrupted; says what arrived
     */
    public List<ReceivedReport> awaitReports(int count, Duration patience) {
        try {
            conversation.await(count, patience);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for " + Arrivals.count(count, "report"), e);
        }
        Arrivals arrivals = arrivals();
        if (arrivals.areWrong()) {
            throw new AssertionError(arrivals.wrong());
        }
        if (arrivals.reports().size() < count) {
            throw new AssertionError("expected " + Arrivals.count(count, "report") + " within " + patience
                    + ", but received " + arrivals.described());
        }
        return arrivals.reports();
    }

    /** For AssertJ, whose own {@code assertThat} calls this. */
    @Override
    public MetritonServerAssert assertThat() {
        return new MetritonServerAssert(this);
    }

    /**
     * Ends all connections, deletes {@link #home()}, and takes back the orders to be silent that were given: another
     * server may get the same port. Idempotent.
     */
    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        closing.countDown();
        http.stop(0);
        threads.shutdownNow();
        home.delete();
        System.clearProperty(TEST_SERVER + authority());
        System.getProperties().stringPropertyNames().stream()
                .filter(name -> name.startsWith(STOP_ORDERS) && name.endsWith(":" + port()))
                .forEach(name -> System.setProperty(name, "false"));
    }

    Arrivals arrivals() {
        return new Arrivals(
                reports(), rejected(), undeclared(), Arrivals.settings(System.getenv(), System.getProperties()));
    }

    /** At the end of a test that may have asserted nothing. */
    void failIfUndeclared() {
        if (!undeclared().isEmpty()) {
            throw new AssertionError(arrivals().wrong());
        }
    }

    private String authority() {
        return "127.0.0.1:" + port();
    }

    private int port() {
        return http.getAddress().getPort();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            String line = exchange.getRequestMethod() + " " + exchange.getRequestURI();
            if (!exchange.getRequestMethod().equals("POST")) {
                conversation.arrivedWrong(line + ": not a POST");
                exchange.sendResponseHeaders(405, -1);
                return;
            }
            try {
                ReceivedReport report =
                        new ReceivedReport(ReportReader.read(body), body, headers(exchange.getRequestHeaders()));
                List<String> undeclared =
                        Undeclared.in(exchange.getRequestHeaders().getFirst(Undeclared.HEADER), report.application());
                answer(exchange, conversation.arrived(report, undeclared), report);
            } catch (NotAReport e) {
                conversation.arrivedWrong(line + ": " + e.getMessage() + ": " + body);
                send(exchange, 400, "{\"error\": \"no report\"}");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // The server is being closed.
        }
    }

    private void answer(HttpExchange exchange, Answer answer, ReceivedReport report)
            throws IOException, InterruptedException {
        if (answer.isSilenceThatLasts()) {
            closing.await();
        }
        if (closing.await(answer.delay().toNanos(), TimeUnit.NANOSECONDS) || answer.isSilence()) {
            return; // Closing an exchange without an answer closes its connection.
        }
        answer.headers().forEach(exchange.getResponseHeaders()::set);
        send(exchange, answer.status(), answer.bodyFor(report.report()));
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        if (bytes.length == 0) {
            exchange.sendResponseHeaders(status, -1);
            return;
        }
        exchange.getResponseHeaders().putIfAbsent("Content-Type", List.of("application/json"));
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private static Map<String, List<String>> headers(Headers received) {
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.putAll(received);
        headers.remove(Undeclared.HEADER); // No other server gets it.
        return headers;
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "metriton-server");
        thread.setDaemon(true);
        return thread;
    }
}
