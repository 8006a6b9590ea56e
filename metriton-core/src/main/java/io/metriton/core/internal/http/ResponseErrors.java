package io.metriton.core.internal.http;

import io.metriton.api.HttpStatusException;
import io.metriton.api.MalformedResponseException;
import io.metriton.api.MetritonException;
import io.metriton.api.ResponseTooLargeException;
import io.metriton.api.TransportResponse;
import io.metriton.core.internal.util.Ascii;
import io.metriton.core.internal.util.OneLine;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Says what is wrong with an answer. Apart from {@link ResponseHandler}, as most answers are right. Stateless. */
final class ResponseErrors {
    private ResponseErrors() {}

    static MetritonException malformed(
            TransportResponse response, URI from, @Nullable IOException reason, boolean delivered) {
        String contentType =
                response.header("Content-Type").map(ResponseErrors::shown).orElse("no Content-Type");
        String answer = "(status " + response.status() + ", " + contentType + ", " + response.body().length + " bytes)";
        return new MalformedResponseException(
                delivered
                        ? "the report was delivered, but the answer of " + shown(from) + " " + answer
                                + (isCutOff(reason) ? " was cut off" : " is not a JSON object")
                        : "the report was not delivered: a web page " + answer + " answered in the place of "
                                + shown(from) + ", perhaps of a network that wants a login",
                reason,
                delivered);
    }

    private static boolean isCutOff(@Nullable IOException reason) {
        return reason != null && Beginning.of(reason) != null;
    }

    /** An answer too large to be read is delivered after 2xx; otherwise its status says what it means. */
    static SendResult tooLarge(ResponseTooLargeException exception, URI from) {
        int status = exception.status();
        if (Statuses.isSuccess(status)) {
            return SendResult.failed(Outcome.UNREADABLE, exception);
        }
        HttpStatusException byStatus = new HttpStatusException(message(from, status, ""), status, null);
        byStatus.addSuppressed(exception);
        return SendResult.failed(Statuses.isNeverTheEndpoints(status) ? Outcome.FOREIGN : Outcome.STATUS, byStatus);
    }

    /** A status that says that the report was not taken. */
    static MetritonException refused(TransportResponse response, URI from, Clock clock) {
        String location = response.header("Location")
                .map(text -> ", Location: " + shown(text))
                .orElse("");
        Instant now = clock.instant();
        Instant answered = response.header("Date")
                .flatMap(text -> HttpDate.parse(text, now))
                .orElse(now);
        Duration retryAfter = response.header("Retry-After")
                .flatMap(text -> RetryAfter.parse(text, answered))
                .orElse(null);
        return new HttpStatusException(message(from, response.status(), location), response.status(), retryAfter);
    }

    /** It may be where a redirect led. */
    private static String shown(URI from) {
        return OneLine.of(from.toString());
    }

    private static String shown(String header) {
        return OneLine.of(Target.withoutUserInfo(Ascii.printable(header).strip()));
    }

    private static String message(URI from, int status, String location) {
        return shown(from) + " answered with status " + status + location;
    }
}
