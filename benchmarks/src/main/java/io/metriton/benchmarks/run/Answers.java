package io.metriton.benchmarks.run;

import java.nio.charset.StandardCharsets;

/** What each client wants to hear: that all is well. */
final class Answers {
    private static final Answers MIXPANEL = new Answers("1");
    private static final Answers AMPLITUDE =
            new Answers("{\"code\":200,\"events_ingested\":1,\"payload_size_bytes\":50,\"server_upload_time\":1}");
    private static final Answers OTHERS =
            new Answers("{\"application\":\"bench\",\"latest_version\":\"1.0\",\"notices\":[]}");

    private final byte[] last;
    private final byte[] oneOfMany;

    private Answers(String body) {
        this.last = bytes("Connection: close\r\n", body);
        this.oneOfMany = bytes("", body);
    }

    /** Head and body of the answer to a request. */
    static byte[] to(Request request) {
        Answers answers = OTHERS;
        if (request.path().startsWith("/track")) {
            answers = MIXPANEL;
        } else if (request.path().startsWith("/amplitude")) {
            answers = AMPLITUDE;
        }
        return request.isLast() ? answers.last : answers.oneOfMany;
    }

    private static byte[] bytes(String field, String body) {
        String answer = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + body.length() + "\r\n"
                + field + "\r\n" + body;
        return answer.getBytes(StandardCharsets.US_ASCII);
    }
}
