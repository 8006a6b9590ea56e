package io.metriton.transport.okhttp;

import java.io.IOException;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okio.BufferedSink;
import org.jspecify.annotations.Nullable;

/**
 * A body that OkHttp may send once: without {@link #isOneShot} it sends again at 503 with {@code Retry-After: 0}. It has
 * no media type, because OkHttp would add a charset to it; the header is set on the request.
 */
final class OneShotBody extends RequestBody {
    private final byte[] bytes;
    private volatile boolean begun;

    OneShotBody(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Whether a byte of it may have left: without one, no server takes the request for a report. */
    boolean isBegun() {
        return begun;
    }

    @Override
    public @Nullable MediaType contentType() {
        return null;
    }

    @Override
    public long contentLength() {
        return bytes.length;
    }

    @Override
    public boolean isOneShot() {
        return true;
    }

    @Override
    public void writeTo(BufferedSink sink) throws IOException {
        begun = true;
        sink.write(bytes);
    }
}
