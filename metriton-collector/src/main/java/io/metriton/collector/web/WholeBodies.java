package io.metriton.collector.web;

import io.metriton.collector.ingest.Ingest;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Set;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Lets a request go on when its body has arrived, so that a client that sends slowly holds no thread. What is longer
 * than any route takes goes on as far as it came, marked as too long. Thread-safe.
 *
 * <p>Jetty's own {@code EagerContentHandler} keeps a buffer of the network for every piece, however small, and gives a
 * body of many pieces to a thread that then waits for the rest. Bodies are copied here, and have a deadline.
 */
final class WholeBodies extends Handler.Wrapper {

    /** The longest body of a request that is no report, in bytes. */
    static final int LONGEST_OTHER = 256 * 1024;

    /** The longest form of settings: what another body says in one byte takes three there. */
    static final int LONGEST_FORM = 3 * LONGEST_OTHER;

    private static final String TOO_LONG = WholeBodies.class.getName() + ".tooLong";
    private static final Set<String> REPORTS = Set.of("/scout", "/beta/scout");

    private final BodyRoom room;
    private final Duration deadline;

    /**
     * Loads bodies.
     *
     * @param room for those that are not there as a whole
     * @param deadline how long a body may take
     */
    WholeBodies(BodyRoom room, Duration deadline) {
        this.room = room;
        this.deadline = deadline;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        int longest = longest(Request.getPathInContext(request));
        new BodyLoad(new Exchange(request, response, callback), longest, this).run();
        return true;
    }

    private static int longest(String path) {
        if (REPORTS.contains(path)) {
            return Ingest.LONGEST_BODY;
        }
        return path.startsWith("/applications/") && path.endsWith("/edit") ? LONGEST_FORM : LONGEST_OTHER;
    }

    /** A request and what it is answered by. */
    record Exchange(Request request, Response response, Callback callback) {}

    BodyRoom room() {
        return room;
    }

    Duration deadline() {
        return deadline;
    }

    /** Hands a request on. */
    void proceed(Exchange exchange, byte[] body, boolean tooLong) {
        Request request = new LoadedRequest(exchange.request(), body);
        if (tooLong) {
            request.setAttribute(TOO_LONG, true);
        }
        try {
            if (!super.handle(request, exchange.response(), exchange.callback())) {
                JettyErrors.answer(exchange, 404, "there is nothing at this path");
            }
        } catch (Throwable e) {
            Response.writeError(request, exchange.response(), exchange.callback(), e);
        }
    }

    /** Whether the body of a request is not there as a whole, because it is too long. */
    static boolean isTooLong(HttpServletRequest request) {
        return request.getAttribute(TOO_LONG) != null;
    }

    /** Refuses a body that is not there as a whole. */
    static void check(HttpServletRequest request) {
        if (isTooLong(request)) {
            throw new HttpProblem(413, "the body is longer than " + longest(request.getRequestURI()) + " bytes");
        }
    }
}
