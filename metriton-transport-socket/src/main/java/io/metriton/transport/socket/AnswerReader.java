package io.metriton.transport.socket;

import io.metriton.api.TransportResponse;
import io.metriton.api.support.BoundedResponse;
import io.metriton.api.support.ExchangeProgress;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** Reads one answer; RFC 9112, section 6.3, says where its body ends. Stateless. */
final class AnswerReader {
    private static final long NO_LENGTH = -1;

    private AnswerReader() {}

    static TransportResponse read(InputStream connection, int maxBytes, ExchangeProgress progress) throws IOException {
        InputStream in = new BufferedInputStream(connection);
        AnswerHead head = AnswerHead.read(new Lines(in), "the server");
        BoundedResponse response = new BoundedResponse(head.status(), maxBytes);
        for (int i = 0; i < head.size(); i++) {
            response.header(head.name(i), head.value(i));
        }
        progress.answered(response);
        if (!head.isWithoutBody()) {
            try {
                readBody(in, head, response);
            } catch (IOException e) { // Also a length that is none.
                throw response.failed(e);
            }
        }
        return response.build();
    }

    private static void readBody(InputStream in, AnswerHead head, BoundedResponse response) throws IOException {
        if (isChunked(head.values("Transfer-Encoding"))) { // Wins over a Content-Length.
            Chunks.read(in, response);
            return;
        }
        long length = length(head.values("Content-Length"));
        if (length == NO_LENGTH) {
            response.readFrom(in);
        } else {
            response.readFrom(in, length);
        }
    }

    /** {@code identity} was a coding of RFC 2616 that changes nothing, and some servers still send it. */
    private static boolean isChunked(List<String> codings) throws IOException {
        boolean none =
                codings.isEmpty() || (codings.size() == 1 && codings.get(0).equalsIgnoreCase("identity"));
        if (!none && (codings.size() > 1 || !codings.get(0).equalsIgnoreCase("chunked"))) {
            throw new IOException("the answer has a transfer coding other than chunked, which nobody asked for");
        }
        return !none;
    }

    /** Said once, or several times alike. */
    private static long length(List<String> values) throws IOException {
        long length = NO_LENGTH;
        for (String value : values) {
            for (String each : value.split(",", -1)) {
                long parsed = parse(each.trim());
                if (length != NO_LENGTH && length != parsed) {
                    throw new IOException("the answer has two different lengths");
                }
                length = parsed;
            }
        }
        return length;
    }

    private static long parse(String digits) throws IOException {
        long length = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                throw new IOException("the length of the answer is no number");
            }
            // More than any body has is as good as even more, and must not overflow.
            length = Math.min(length, Integer.MAX_VALUE) * 10 + digit;
        }
        if (digits.isEmpty()) {
            throw new IOException("the length of the answer is missing");
        }
        return length;
    }
}
