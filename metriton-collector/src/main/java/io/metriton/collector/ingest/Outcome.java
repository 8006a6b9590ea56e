package io.metriton.collector.ingest;

import java.util.OptionalLong;

/**
 * What a request is answered.
 *
 * @param status of HTTP
 * @param body JSON; may be empty
 * @param retryAfter in how many seconds to try again
 */
public record Outcome(int status, String body, OptionalLong retryAfter) {

    static Outcome answer(String json) {
        return new Outcome(200, json, OptionalLong.empty());
    }

    static Outcome unknown() {
        return new Outcome(404, "", OptionalLong.empty());
    }
}
