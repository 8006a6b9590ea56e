package io.metriton.core;

import static java.util.Objects.requireNonNull;

import io.metriton.api.Notice;
import io.metriton.api.Response;
import java.io.PrintStream;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Tells users of updates and notices: each newer version and each notice once, not once a report. Every line is made by
 * {@link ServerText}. Give it the answers, as by
 * {@code BackgroundReporter.builder(…).onAnswer(UpdateNotifier.to(System.err, version))}.
 *
 * <p>Thread-safe. It remembers the lines that it printed, at most 100, and prints no others after that. It blocks while its
 * stream blocks.
 */
public final class UpdateNotifier implements Consumer<Response> {
    private static final int MAX_LINES = 100;

    private final String version;
    private final Consumer<String> out;
    private final Object lock = new Object();
    private final Set<String> told = new HashSet<>();

    private UpdateNotifier(String version, Consumer<String> out) {
        this.version = requireNonNull(version, "version");
        this.out = out;
    }

    /**
     * A notifier that prints lines.
     *
     * @param out for example {@code System.err}; stays the caller's to close
     * @param version that of the application which runs
     * @return a new notifier
     */
    public static UpdateNotifier to(PrintStream out, String version) {
        return new UpdateNotifier(version, requireNonNull(out, "out")::println);
    }

    /**
     * A notifier that hands on lines.
     *
     * @param out gets one line at a time, without a line end, never two at once; what it throws comes out of
     *     {@link #accept}
     * @param version that of the application which runs
     * @return a new notifier
     */
    public static UpdateNotifier to(Consumer<String> out, String version) {
        return new UpdateNotifier(version, requireNonNull(out, "out"));
    }

    /**
     * Tells what is new in an answer: {@code greet 2.0 is available (this is 1.0)}, and a notice as {@code WARNING: text}.
     * A notice of a shape that has no message is not told.
     *
     * @param response an answer
     */
    @Override
    public void accept(Response response) {
        synchronized (lock) {
            tell(response);
        }
    }

    private void tell(Response response) {
        if (Updates.isNewer(response.latestVersion(), version)) {
            tell(response.application() + " " + response.latestVersion() + " is available (this is " + version + ")");
        }
        for (Notice notice : response.notices()) {
            notice.message()
                    .filter(message -> !ServerText.oneLine(message).isEmpty())
                    .ifPresent(message ->
                            tell(notice.level().map(level -> level + ": ").orElse("") + message));
        }
    }

    private void tell(String text) {
        String line = ServerText.oneLine(text);
        if (told.size() < MAX_LINES && told.add(line)) {
            out.accept(line);
        }
    }
}
