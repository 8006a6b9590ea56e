package io.metriton.core.internal.http;

import io.metriton.api.HttpStatusException;
import io.metriton.api.MalformedResponseException;
import io.metriton.api.MetritonException;
import io.metriton.api.ResponseTooLargeException;
import io.metriton.api.TransportResponse;
import io.metriton.core.internal.util.Ascii;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;

/** Says what is wrong with an answer. Apart from {@link ResponseHandler}, as most answers are right. Stateless. */
public final class ResponseErrors {
    /** Of a header, in characters. */
    private static final int MAX_SHOWN = 500;

    private ResponseErrors() {}

    public static MetritonException malformed(TransportResponse response, URI from, IOException reason) {
        String contentType =
                response.header("Content-Type").map(ResponseErrors::shown).orElse("no Content-Type");
        return new MalformedResponseException(
                "the report was delivered, but the answer of " + from + " (status " + response.status() + ", "
                        + contentType + ", " + response.body().length + " bytes) is not a JSON object",
                reason);
    }

    /** An answer too large to be read is delivered after 2xx; otherwise its status says what it means. */
    public static MetritonException tooLarge(ResponseTooLargeException exception, URI from) {
        if (ResponseHandler.isSuccess(exception.status())) {
            return exception;
        }
        HttpStatusException byStatus =
                new HttpStatusException(message(from, exception.status(), ""), exception.status(), null);
        byStatus.addSuppressed(exception);
        return byStatus;
    }

    /** A status that says that the report was not taken. */
    public static MetritonException refused(TransportResponse response, URI from, Clock clock) {
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
}
