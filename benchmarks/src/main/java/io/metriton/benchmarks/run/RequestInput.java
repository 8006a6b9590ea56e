package io.metriton.benchmarks.run;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** What a client sends: lines, and bytes that nobody looks at. Used by one thread. */
final class RequestInput {
    private final InputStream in;
    private final byte[] buffer = new byte[16 << 10];
    private int next;
    private int end;

    RequestInput(InputStream in) {
        this.in = in;
    }

    /** Without its end; null if the client sends no more. */
    String line() throws IOException {
        for (int at = next; ; at++) {
            if (at == end) {
                at -= next;
                if (!fill()) {
                    return null;
                }
            }
            if (buffer[at] == '\n') {
                int length = at - next - (at > next && buffer[at - 1] == '\r' ? 1 : 0);
                String line = new String(buffer, next, length, StandardCharsets.ISO_8859_1);
                next = at + 1;
                return line;
            }
        }
    }

    void skip(long count) throws IOException {
        for (long left = count; left > 0; ) {
            if (next == end && !fill()) {
                throw new EOFException("the client sent " + left + " bytes too few");
            }
            int some = (int) Math.min(left, end - next);
            next += some;
            left -= some;
        }
    }

    /** Until the client sends no more. */
    void skipAll() throws IOException {
        do {
            next = end;
        } while (fill());
    }

    /** Reads more behind what is there, which goes to the start. False if there is no more. */
    private boolean fill() throws IOException {
        System.arraycopy(buffer, next, buffer, 0, end - next);
        end -= next;
        next = 0;
        if (end == buffer.length) {
            throw new IOException("the client sent a line that is too long");
        }
        int count = in.read(buffer, end, buffer.length - end);
        if (count < 0 && end > 0) {
            throw new EOFException("the client ended within a line");
        }
        end += Math.max(0, count);
        return count >= 0;
    }
}
