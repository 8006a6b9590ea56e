package io.metriton.core.internal.json;

import io.metriton.core.internal.util.Log;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Reads the body of an answer: plain ones without Jackson, all others with it, and what neither can read is scanned for the
 * order to stop. Stateless.
 */
public final class ResponseReader {
    /** Deep enough for any notice, shallow enough for code that reads one by recursion. */
    private static final int MAX_DEPTH = 1_000;

    private ResponseReader() {}

    /**
     * Reads the body of an answer. A byte order mark is skipped; a value that is nested deeper than 1,000 is read as null,
     * half of a surrogate pair as U+FFFD.
     *
     * @return empty if the body is blank or {@code null}: the endpoint has nothing to say about the application
     * @throws IOException if the body is anything but one JSON object
     */
    public static Optional<ResponseFields> read(byte[] body) throws IOException {
        // As Go: UTF-8 whatever the headers say, U+FFFD for what is none.
        return read(text(body));
    }

    /** As above, for what {@link #text} gave. */
    public static Optional<ResponseFields> read(String text) throws IOException {
        if (text.isBlank() || text.strip().equals("null")) {
            return Optional.empty();
        }
        ResponseFields plain = PlainResponseReader.read(text);
        return plain != null
                ? Optional.of(plain)
                : decodeAny(SurrogateEscapes.replaceHalves(DepthLimit.cut(text, MAX_DEPTH)));
    }

    /** The text of a body, without a byte order mark. */
    public static String text(byte[] body) {
        String text = new String(body, StandardCharsets.UTF_8);
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    /** Whether a text that cannot be read as a whole, as it is cut off or no JSON further on, holds the order to stop. */
    public static boolean ordersStop(String text) {
        return ResponseScanner.scan(text).disableScout();
    }

    private static Optional<ResponseFields> decodeAny(String text) throws IOException {
        try {
            return JacksonResponseReader.read(text);
        } catch (LinkageError e) {
            // The host's jackson-core is too old, or is not there. That is no failure of the network: what is plain is
            // read.
            Log.once(
                    System.Logger.Level.WARNING,
                    "notices of answers cannot be read: jackson-core " + JacksonVersion.MIN
                            + " or later is needed, found is " + JacksonVersion.found());
            if (!text.strip().startsWith("{")) {
                throw new IOException("not a JSON object", e);
            }
            return Optional.of(ResponseScanner.scan(text));
        }
    }
}
