package io.metriton.transport.apache;

import java.io.IOException;
import org.apache.hc.client5.http.io.ConnectionEndpoint;
import org.apache.hc.client5.http.io.ManagedHttpClientConnection;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/** HttpClient's handle of the connection of one exchange. Confined to the thread of the exchange. */
final class Endpoint extends ConnectionEndpoint {
    @Nullable
    ManagedHttpClientConnection connection;

    ManagedHttpClientConnection required() throws IOException {
        ManagedHttpClientConnection there = connection;
        if (there == null) {
            throw new IOException("not connected yet");
        }
        return there;
    }

    /** What HttpClient calls before 5.4. */
    @Override
    @SuppressWarnings("deprecation") // Abstract all the same.
    public ClassicHttpResponse execute(
            String id, ClassicHttpRequest request, HttpRequestExecutor executor, HttpContext context)
            throws IOException, HttpException {
        return executor.execute(request, required(), context);
    }

    /** What HttpClient calls from 5.4 on; before, the class of this parameter is not there, and nobody asks for it. */
    @Override
    public ClassicHttpResponse execute(
            String id, ClassicHttpRequest request, ConnectionEndpoint.RequestExecutor executor, HttpContext context)
            throws IOException, HttpException {
        return executor.execute(request, required(), context);
    }

    @Override
    public boolean isConnected() {
        ManagedHttpClientConnection there = connection;
        return there != null && there.isOpen();
    }

    /** The deadline of the exchange bounds each read. */
    @Override
    public void setSocketTimeout(Timeout timeout) {}

    @Override
    public void close(CloseMode closeMode) {
        ManagedHttpClientConnection there = connection;
        if (there != null) {
            there.setSocketTimeout(Timeout.DISABLED); // Else TLS 1.3 waits for the server to close its side.
            there.close(closeMode);
        }
    }

    @Override
    public void close() {
        close(CloseMode.GRACEFUL);
    }
}
