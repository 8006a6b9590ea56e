package io.metriton.core;

import io.metriton.api.HttpStatusException;
import io.metriton.api.MalformedResponseException;
import io.metriton.api.MetritonException;
import io.metriton.api.Notice;
import io.metriton.api.Response;
import io.metriton.api.ResponseTooLargeException;
import io.metriton.api.TransportResponse;
import io.metriton.core.ReportPipeline.Identity;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What an answer means: its status, its body, and what both say together. One use, one thread. */
final class ReceivedAnswer {
    /** Of a header, in characters. */
    private static final int MAX_SHOWN = 500;

    private final TransportResponse response;
    private final URI from;
    private final Clock clock;
    private final Optional<Answer> answer;
    private final @Nullable IOException malformed;

    ReceivedAnswer(TransportResponse response, URI from, Clock clock) {
        this.response = response;
        this.from = from;
        this.clock = clock;
        Optional<Answer> decoded = Optional.empty();
        IOException failure = null;
        try {
            decoded = Answer.decode(response.body());
        } catch (IOException e) {
            failure = e; // Whether that is an error depends on the status.
        }
        this.answer = decoded;
        this.malformed = failure;
    }

    TransportResponse response() {
        return response;
    }

    /** Whatever the status: an endpoint that refuses everything may still say that it wants no more. */
    boolean ordersStop() {
        return answer.isPresent() && answer.get().disableScout();
    }

    /**
     * The response, if the report was taken.
     *
     * @return empty where the endpoint does not know the application
     */
    Optional<Response> evaluate(Identity identity) throws MetritonException {
        boolean unknown = response.status() == 404 && answer.isEmpty() && malformed == null;
        if (!isSuccess(response.status()) && !unknown) {
            throw statusException();
        }
        if (malformed != null) {
            String contentType =
                    response.header("Content-Type").map(ReceivedAnswer::shown).orElse("no Content-Type");
            throw new MalformedResponseException(
                    "the report was delivered, but the answer of " + from + " (status " + response.status() + ", "
                            + contentType + ", " + response.body().length + " bytes) is not a JSON object",
                    malformed);
        }
        return answer.isEmpty() ? Optional.empty() : Optional.of(response(answer.get(), identity));
    }

    private static Response response(Answer fields, Identity identity) {
        List<Notice> notices = new ArrayList<>();
        for (Object notice : fields.notices()) {
            notices.add(Notice.of(notice));
        }
        return Response.builder()
                .application(orElse(fields.application(), identity.application()))
                .latestVersion(orElse(fields.latestVersion(), identity.version()))
                .notices(notices)
                .hardLimit(fields.hardLimit())
                .disableScout(fields.disableScout())
                .build();
    }

    /** An answer too large to be read is delivered after 2xx; otherwise its status says what it means. */
    static MetritonException tooLarge(ResponseTooLargeException exception, URI from) {
        if (isSuccess(exception.status())) {
            return exception;
        }
        HttpStatusException byStatus =
                new HttpStatusException(message(from, exception.status(), ""), exception.status(), null);
        byStatus.addSuppressed(exception);
        return byStatus;
    }

    private HttpStatusException statusException() {
        String location = response.header("Location")
                .map(text -> ", Location: " + shown(text))
                .orElse("");
        Duration retryAfter = response.header("Retry-After")
                .map(text -> RetryAfter.parse(text, clock))
                .orElse(null);
        return new HttpStatusException(message(from, response.status(), location), response.status(), retryAfter);
    }

    private static String shown(String header) {
        String text = Target.withoutUserInfo(Ascii.printable(header).strip());
        return text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN) + "...";
    }

    private static String message(URI from, int status, String location) {
        return from + " answered with status " + status + location;
    }

    private static boolean isSuccess(int status) {
        return status >= 200 && status < 300;
    }

    private static String orElse(@Nullable String text, String substitute) {
        return text == null || text.isBlank() ? substitute : text;
    }
}
