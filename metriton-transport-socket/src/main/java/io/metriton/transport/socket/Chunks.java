package io.metriton.transport.socket;

import io.metriton.api.support.BoundedResponse;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** Reads a body that comes in chunks (RFC 9112, section 7.1). Stateless. */
final class Chunks {
    private static final int MAX_LINE = 4 << 10;
    private static final int MAX_TRAILER = 64 << 10;

    private Chunks() {}

    static void read(InputStream in, BoundedResponse response) throws IOException {
        Lines lines = new Lines(in);
        for (long size = size(lines); size > 0; size = size(lines)) {
            response.readFrom(in, size);
            lines.begin("the end of a chunk", MAX_LINE);
            if (!lines.required().isEmpty()) {
                throw new IOException("a chunk of the answer does not end where it should");
            }
        }
        passTrailer(lines);
    }

    private static long size(Lines lines) throws IOException {
        lines.begin("the size of a chunk", MAX_LINE);
        String line = lines.next();
        if (line == null) {
            throw new EOFException("the answer ended before its last chunk");
        }
        int end = line.indexOf(';'); // What follows is an extension, to be ignored.
        return parse((end < 0 ? line : line.substring(0, end)).trim());
    }

    private static long parse(String hex) throws IOException {
        long size = 0;
        for (int i = 0; i < hex.length(); i++) {
            int digit = Character.digit(hex.charAt(i), 16);
            if (digit < 0 || size > Long.MAX_VALUE >> 4) {
                throw new IOException("the size of a chunk of the answer is no number");
            }
            size = size << 4 | digit;
        }
        if (hex.isEmpty()) {
            throw new IOException("a chunk of the answer has no size");
        }
        return size;
    }

    /** Nobody asked for one. The body is complete with its last chunk (RFC 9112, section 8), even if nothing follows. */
    private static void passTrailer(Lines lines) throws IOException {
        lines.begin("the trailer of the answer", MAX_TRAILER);
        String line = lines.next();
        while (line != null && !line.isEmpty()) {
            line = lines.next();
        }
    }
}
