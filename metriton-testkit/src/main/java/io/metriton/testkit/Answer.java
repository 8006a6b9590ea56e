package io.metriton.testkit;

import static java.util.Objects.requireNonNull;

import com.github.tomakehurst.wiremock.common.Json;
import io.metriton.api.Report;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link MetritonServer} answers to a report. Immutable and thread-safe; the methods that are not static give a
 * changed copy.
 */
public final class Answer {
    private final Form form;
    private final Map<String, String> headers;
    private final Duration delay;

    /** What kind of answer it is. */
    private sealed interface Form {}

    /** The JSON of a Metriton that knows the application; without a version, the one that was reported. */
    private record Known(@Nullable String latestVersion, boolean hardLimit, boolean stop, List<Object> notices)
            implements Form {}

    private record Literal(int status, String body) implements Form {}

    private record Silence(boolean lasts) implements Form {}

    private Answer(Form form, Map<String, String> headers, Duration delay) {
        this.form = form;
        this.headers = headers;
        this.delay = delay;
    }

    private Answer(Form form) {
        this(form, Map.of(), Duration.ZERO);
    }

    /**
     * The application is known, and the version that reports is the latest.
     *
     * @return status 200, without notices
     */
    public static Answer upToDate() {
        return new Answer(new Known(null, false, false, List.of()));
    }

    /**
     * The application is known.
     *
     * @param latestVersion any, even one that is older than what reports
     * @return status 200, without notices
     */
    public static Answer known(String latestVersion) {
        return new Answer(new Known(requireNonNull(latestVersion, "latestVersion"), false, false, List.of()));
    }

    /**
     * The application is not known here.
     *
     * @return status 404 with an empty body
     */
    public static Answer unknown() {
        return new Answer(new Literal(404, ""));
    }

    /**
     * The order to be silent until the process ends. Closing the server takes it back.
     *
     * @return status 200, {@code disable_scout}
     */
    public static Answer stop() {
        return new Answer(new Known(null, false, true, List.of()));
    }

    /**
     * A status alone.
     *
     * @param status from 200 to 599
     * @return with an empty body
     * @throws IllegalArgumentException if it is another
     */
    public static Answer status(int status) {
        return body(status, "");
    }

    /**
     * Any answer.
     *
     * @param status from 200 to 599
     * @param body JSON or not; the {@code Content-Type} is {@code application/json} unless set by {@link #header}
     * @return exactly this
     * @throws IllegalArgumentException if it is another status, or one that has no body
     */
    public static Answer body(int status, String body) {
        if (status < 200 || status > 599) {
            throw new IllegalArgumentException("an answer's status is from 200 to 599, not " + status);
        }
        if ((status == 204 || status == 304) && !body.isEmpty()) {
            throw new IllegalArgumentException("status " + status + " has no body in HTTP: use another status");
        }
        return new Answer(new Literal(status, body));
    }

    /**
     * No answer: the connection is closed once the report has arrived.
     *
     * @return an IOException at the client
     */
    public static Answer none() {
        return new Answer(new Silence(false));
    }

    /**
     * No answer, and the connection stays open until the server is closed.
     *
     * @return a timeout at the client
     */
    public static Answer never() {
        return new Answer(new Silence(true));
    }

    /**
     * Adds a notice that is a plain text.
     *
     * @param message for the user
     * @return a copy
     * @throws IllegalStateException if this is not an answer to a known application
     */
    public Answer notice(String message) {
        return withNotice(requireNonNull(message, "message"));
    }

    /**
     * Adds a notice with a level.
     *
     * @param level as {@code INFO}
     * @param message for the user
     * @return a copy
     * @throws IllegalStateException if this is not an answer to a known application
     */
    public Answer notice(String level, String message) {
        Map<String, String> notice = new LinkedHashMap<>();
        notice.put("level", requireNonNull(level, "level"));
        notice.put("message", requireNonNull(message, "message"));
        return withNotice(notice);
    }

    /**
     * Says that the installation has reached a limit.
     *
     * @return a copy
     * @throws IllegalStateException if this is not an answer to a known application
     */
    public Answer hardLimit() {
        Known known = known();
        return new Answer(new Known(known.latestVersion, true, known.stop, known.notices), headers, delay);
    }

    /**
     * Sets a header.
     *
     * @param name as {@code Content-Type}; replaces one of the same spelling
     * @param value of the header
     * @return a copy
     * @throws IllegalStateException if this is no answer at all
     */
    public Answer header(String name, String value) {
        if (form instanceof Silence) {
            throw new IllegalStateException("no answer has no headers: begin with known(…), status(…) or body(…)");
        }
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(requireNonNull(name, "name"), requireNonNull(value, "value"));
        return new Answer(form, Collections.unmodifiableMap(more), delay);
    }

    /**
     * Asks the client to wait before it tries again.
     *
     * @param wait sent as {@code Retry-After}, in whole seconds
     * @return a copy
     * @throws IllegalStateException if this is no answer at all
     */
    public Answer retryAfter(Duration wait) {
        return header("Retry-After", Long.toString(wait.toSeconds()));
    }

    /**
     * Answers later.
     *
     * @param delay from the arrival of the report on; the server's closing ends it
     * @return a copy
     */
    public Answer after(Duration delay) {
        return new Answer(form, headers, requireNonNull(delay, "delay"));
    }

    Duration delay() {
        return delay;
    }

    Map<String, String> headers() {
        return headers;
    }

    boolean isSilence() {
        return form instanceof Silence;
    }

    boolean isSilenceThatLasts() {
        return form instanceof Silence silence && silence.lasts;
    }

    int status() {
        return form instanceof Literal literal ? literal.status : 200;
    }

    String bodyFor(Report report) {
        if (form instanceof Literal literal) {
            return literal.body;
        }
        Known known = known();
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("application", report.application());
        body.put("latest_version", known.latestVersion == null ? report.version() : known.latestVersion);
        body.put("notices", known.notices);
        body.put("hard_limit", known.hardLimit);
        body.put("disable_scout", known.stop);
        return Json.write(body);
    }

    private Answer withNotice(Object notice) {
        Known known = known();
        List<Object> notices = new ArrayList<>(known.notices);
        notices.add(notice);
        Known more = new Known(known.latestVersion, known.hardLimit, known.stop, List.copyOf(notices));
        return new Answer(more, headers, delay);
    }

    private Known known() {
        if (form instanceof Known known) {
            return known;
        }
        throw new IllegalStateException("only a known application gets notices and limits: begin with known(…)");
    }
}
