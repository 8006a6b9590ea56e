package io.metriton.transport.socket;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Reads lines, ended by CRLF or by LF alone (RFC 9112, section 2.2), and never more than allowed. For one thread. */
final class Lines {
    private final InputStream in;
    private final StringBuilder line = new StringBuilder();
    private String part = "";
    private int left;

    Lines(InputStream in) {
        this.in = in;
    }

    /** Starts a part of the answer. */
    void begin(String part, int maxBytes) {
        this.part = part;
        this.left = maxBytes;
    }

    /** The next line without its end, in ISO-8859-1; null if the stream ends before it. */
    @Nullable
    String next() throws IOException {
        line.setLength(0);
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0 && line.length() == 0) {
                return null;
            }
            if (b < 0) {
                throw end();
            }
            count();
            line.append((char) b);
        }
        count();
        int length = line.length();
        return line.substring(0, length > 0 && line.charAt(length - 1) == '\r' ? length - 1 : length);
    }

    /** The next line, which must be there. */
    String required() throws IOException {
        String next = next();
        if (next == null) {
            throw end();
        }
        return next;
    }

    private void count() throws IOException {
        if (--left < 0) {
            throw new IOException(part + " is too long");
        }
    }

    private EOFException end() {
        return new EOFException("the connection ended in " + part);
    }
}
