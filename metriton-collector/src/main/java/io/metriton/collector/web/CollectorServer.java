package io.metriton.collector.web;

import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.compression.Gzip;
import io.javalin.config.JavalinConfig;
import io.javalin.config.SizeUnit;
import io.javalin.http.Context;
import io.javalin.util.JavalinException;
import io.metriton.collector.store.SessionTable;
import io.metriton.collector.store.TokenTable;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.NetworkConnector;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens on a port, and hands requests to their routes. {@link #close} lets requests that are under way finish.
 *
 * <p>A request takes a thread when its body has arrived, and gives it back when its answer is written and not yet sent, so slow
 * clients hold up nobody.
 */
public final class CollectorServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(CollectorServer.class);
    private static final int THREADS = 64;
    /** Of the threads; the others are for reports, however many people look at pages. */
    private static final int FIGURES_AT_ONCE = 16;

    /** Of the threads, for all else that reads the database, such as whose a token or a session is. */
    private static final int LOOK_UPS_AT_ONCE = 16;

    private static final long DRAIN_MILLIS = 3_000;
    private static final long QUIET_MILLIS = 1_000;
    private static final long STOP_MILLIS = 10_000;
    private static final long IDLE_MILLIS = 30_000;
    private static final Duration BODY_DEADLINE = Duration.ofMinutes(1);
    private static final Duration ANSWER_DEADLINE = Duration.ofMinutes(1);

    private final Javalin javalin;
    private final ConnectionDrain drain = new ConnectionDrain(QUIET_MILLIS);

    /**
     * Starts a server.
     *
     * @param listener where it listens
     * @param services what its routes use
     * @param metrics what it shows at {@code /metrics}
     * @throws ListenException if it cannot listen there
     */
    public CollectorServer(Listener listener, Services services, PrometheusMeterRegistry metrics) {
        QueuedThreadPool threads = new QueuedThreadPool(THREADS, 4);
        threads.setName("metriton-http");
        this.javalin = Javalin.create(config -> {
            configure(config, threads);
            config.jetty.addConnector(
                    (server, http) -> new ClosableConnector(server, http, listener.host(), listener.port()));
            addRoutes(config, services, listener, threads, metrics);
        });
        start(listener);
    }

    private void start(Listener listener) {
        try {
            javalin.start();
        } catch (RuntimeException e) {
            throw new ListenException(listener, e);
        }
    }

    private void configure(JavalinConfig config, QueuedThreadPool threads) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.http.prefer405over404 = true;
        // One path each: who keeps /metrics from the internet need not think of /metrics/.
        config.router.ignoreTrailingSlashes = false;
        config.http.asyncTimeout = 60_000;
        // The least: of an answer of megabytes, more takes five times as long for a fifth less.
        config.http.compressionStrategy = new CompressionStrategy(null, new Gzip(1));
        // No route takes parts; what does not fit in here is not written to the disk.
        config.jetty.multipartConfig.maxFileSize(1, SizeUnit.KB);
        config.jetty.multipartConfig.maxTotalRequestSize(1, SizeUnit.KB);
        config.jetty.threadPool = threads;
        config.jetty.modifyServer(this::configure);
        config.jetty.modifyHttpConfiguration(CollectorServer::configure);
    }

    private void configure(Server server) {
        server.setStopTimeout(STOP_MILLIS);
        server.setErrorHandler(new JettyErrors());
        GracefulHandler graceful = new GracefulHandler();
        WholeBodies bodies = new WholeBodies(BodyRoom.ofHeap(), BODY_DEADLINE);
        WholeAnswers answers = new WholeAnswers(BodyRoom.ofHeap(), ANSWER_DEADLINE);
        HeadAsGet methods = new HeadAsGet();
        methods.setHandler(bodies);
        answers.setHandler(methods);
        graceful.setHandler(answers);
        drain.setHandler(graceful);
        server.setHandler(drain);
    }

    private static void configure(HttpConfiguration http) {
        http.setSendServerVersion(false);
        http.setIdleTimeout(IDLE_MILLIS);
        http.setRequestHeaderSize(8 * 1024);
    }

    private static void addRoutes(
            JavalinConfig config,
            Services services,
            Listener listener,
            QueuedThreadPool threads,
            PrometheusMeterRegistry metrics) {
        ClientAddress addresses = new ClientAddress(listener.trustedProxies());
        Access access = new Access(new TokenTable(services.store()), services.applications());
        config.routes.before(CollectorServer::protect);
        new ErrorAnswers(services.store()).add(config.routes);
        SessionTable sessions = new SessionTable(services.store());
        Page page = new Page();
        ApplicationRoutes api = new ApplicationRoutes(services, access);
        new ReportRoutes(services, addresses, new BurstExecutor(threads), metrics).add(config.routes);
        Bulkhead figures = new Bulkhead(FIGURES_AT_ONCE, metrics.counter("metriton.figures.refused")::increment);
        Bulkhead lookUps = new Bulkhead(LOOK_UPS_AT_ONCE, metrics.counter("metriton.lookups.refused")::increment);
        api.add(config.routes, lookUps);
        new FigureRoutes(services, access, figures).add(config.routes);
        new OperationRoutes(services, threads, metrics).add(config.routes);
        new PageRoutes(services, sessions, page, figures).add(config.routes, lookUps);
        new ImageRoutes(services, sessions, figures).add(config.routes);
        new LoginRoutes(services, sessions, page, addresses).add(config.routes, lookUps);
        new FormRoutes(services, sessions, api, page).add(config.routes, lookUps);
    }

    private static void protect(Context ctx) {
        ctx.header("X-Content-Type-Options", "nosniff");
        ctx.header("Referrer-Policy", "no-referrer");
        ctx.header("X-Frame-Options", "DENY");
        ctx.header("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'; base-uri 'none'");
        ctx.header(HttpHeader.CACHE_CONTROL.asString(), "no-store");
    }

    /**
     * The port that it listens on.
     *
     * @return a free one, if 0 was asked for
     */
    public int port() {
        return javalin.port();
    }

    /**
     * Stops listening, lets requests that are under way finish, tells connections in use that they end, and blocks until then,
     * for 13 s at most.
     */
    @Override
    public void close() {
        for (Connector connector : javalin.jettyServer().server().getConnectors()) {
            ((NetworkConnector) connector).close();
        }
        drain.begin(DRAIN_MILLIS);
        try {
            javalin.stop();
        } catch (JavalinException e) {
            LOG.warn("requests that did not arrive within 10 s were cut off", e);
        }
    }
}
