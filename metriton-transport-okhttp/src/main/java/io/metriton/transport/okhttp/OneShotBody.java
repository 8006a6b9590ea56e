package io.metriton.transport.okhttp;

import io.metriton.api.support.ExchangeProgress;
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
    private final ExchangeProgress progress;

    OneShotBody(byte[] bytes, ExchangeProgress progress) {
        this.bytes = bytes;
        this.progress = progress;
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
        progress.begin(); // Without a byte of it, no server takes the request for a report.
        sink.write(bytes);
    }
}
