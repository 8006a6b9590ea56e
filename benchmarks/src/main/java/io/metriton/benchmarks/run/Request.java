package io.metriton.benchmarks.run;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** What the server has to know of a request; its body is gone. */
final class Request {
    private static final byte[] GO_ON = "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final String path;
    private boolean last;
    private boolean asks;
    private boolean chunked;
    private long length;

    private Request(String line) throws IOException {
        String[] parts = line.split(" ");
        if (parts.length != 3) {
            throw new IOException("no request: " + line);
        }
        this.path = parts[1];
        this.last = parts[2].equals("HTTP/1.0");
    }

    /** The next one, to its end; null if there is none. */
    static Request read(RequestInput in, OutputStream out) throws IOException {
        String line = in.line();
        if (line == null) {
            return null;
        }
        Request request = new Request(line);
        for (String field = in.line(); field != null && !field.isEmpty(); field = in.line()) {
            int colon = field.indexOf(':');
            request.field(field.substring(0, colon), field.substring(colon + 1).strip());
        }
        if (request.asks) {
            out.write(GO_ON);
        }
        request.skipBody(in);
        return request;
    }

    String path() {
        return path;
    }

    /** Whether the connection ends with the answer. */
    boolean isLast() {
        return last;
    }

    private void field(String name, String value) {
        switch (name.toLowerCase(Locale.ROOT)) {
            case "connection" -> last |= value.equalsIgnoreCase("close");
            case "content-length" -> length = Long.parseLong(value);
            case "transfer-encoding" -> chunked = value.equalsIgnoreCase("chunked");
            case "expect" -> asks = value.equalsIgnoreCase("100-continue");
            default -> {
                // Means nothing here.
            }
        }
    }

    private void skipBody(RequestInput in) throws IOException {
        if (!chunked) {
            in.skip(length);
            return;
        }
        for (long size = chunk(in); size > 0; size = chunk(in)) {
            in.skip(size);
            in.line();
        }
        String trailer = in.line();
        while (trailer != null && !trailer.isEmpty()) {
            trailer = in.line();
        }
    }

    private static long chunk(RequestInput in) throws IOException {
        String size = in.line();
        if (size == null) {
            throw new IOException("the client ended within a body");
        }
        return Long.parseLong(size.split(";")[0].strip(), 16);
    }
}
