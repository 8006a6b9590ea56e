package io.metriton.core.internal.http;

import io.metriton.api.ResponseTooLargeException;
import io.metriton.api.TransportResponse;
import io.metriton.core.internal.json.ResponseFields;
import io.metriton.core.internal.json.ResponseReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * What is in the body of an answer. Reading it never throws: a body that cannot be read is {@code malformed}, whatever the
 * reason. Immutable.
 *
 * @param fields what a JSON object says; empty for everything else
 * @param malformed why the body is neither a JSON object nor blank nor {@code null}; null if it is one of these
 * @param tooLarge whether it is larger than the bound once it is decompressed
 * @param ordersStop whether it holds {@code "disable_scout": true}, also where the rest cannot be read
 * @param html whether it is a page, which no endpoint sends
 */
record ResponseBody(
        Optional<ResponseFields> fields,
        @Nullable IOException malformed,
        boolean tooLarge,
        boolean ordersStop,
        boolean html) {

    /** Reads a body of at most {@code maxBytes}, decompressed. */
    static ResponseBody read(TransportResponse response, int maxBytes) {
        return read(response, decode(response.body(), maxBytes));
    }

    /**
     * Reads the beginning of a body that is larger than {@code maxBytes}, or was cut off: it says whose it is, and may order
     * to stop.
     */
    static ResponseBody readBeginning(TransportResponse response, int maxBytes, IOException why) {
        byte[] beginning = decode(response.body(), maxBytes).bytes();
        return read(response, new Decoded(beginning, why, why instanceof ResponseTooLargeException));
    }

    private static ResponseBody read(TransportResponse response, Decoded decoded) {
        String text = ResponseReader.text(decoded.bytes());
        Optional<ResponseFields> fields = Optional.empty();
        IOException malformed = decoded.failure();
        if (malformed == null) {
            try {
                fields = ResponseReader.read(text);
            } catch (IOException e) {
                malformed = e;
            } catch (Throwable e) { // A defect of ours or of a library, no memory: the report has arrived all the same.
                malformed = new IOException("the answer cannot be read: " + e, e);
            }
        }
        boolean order =
                malformed == null ? fields.isPresent() && fields.get().disableScout() : ResponseReader.ordersStop(text);
        boolean html = text.strip().startsWith("<") || (malformed != null && isHtml(response));
        return new ResponseBody(fields, malformed, decoded.tooLarge(), order, html);
    }

    private static boolean isHtml(TransportResponse response) {
        String type = response.header("Content-Type").orElse("").toLowerCase(Locale.ROOT);
        return type.contains("text/html") || type.contains("application/xhtml");
    }

    /** A gzip body is told by its first two bytes (RFC 1952), whatever the headers say: no JSON text starts with them. */
    private static Decoded decode(byte[] body, int maxBytes) {
        if (body.length < 2 || body[0] != 0x1f || (body[1] & 0xff) != 0x8b) {
            return new Decoded(body, null, false);
        }
        ByteArrayOutputStream decoded = new ByteArrayOutputStream();
        byte[] buffer = new byte[8_192];
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                int room = maxBytes - decoded.size();
                decoded.write(buffer, 0, Math.min(n, room));
                if (n > room) {
                    return new Decoded(decoded.toByteArray(), new IOException("too large"), true);
                }
            }
            return new Decoded(decoded.toByteArray(), null, false);
        } catch (IOException e) {
            return new Decoded(decoded.toByteArray(), e, false);
        }
    }

    /** The bytes up to a failure are kept, as they may hold an order to stop. */
    private record Decoded(
            @SuppressWarnings("ArrayRecordComponent") byte[] bytes,
            @Nullable IOException failure,
            boolean tooLarge) {}
}
