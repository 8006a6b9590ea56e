package io.metriton.transport.apache;

import java.io.IOException;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.ProtocolException;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.io.HttpClientConnection;
import org.apache.hc.core5.http.io.HttpResponseInformationCallback;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;

/** Reads up to 100 interim answers (1xx) before the answer proper: a flood of them would cost a core until the deadline. Stateless. */
final class BoundedInterim extends HttpRequestExecutor {
    private static final int MAX_INTERIM = 100;

    @Override
    public ClassicHttpResponse execute(
            ClassicHttpRequest request,
            HttpClientConnection connection,
            @Nullable HttpResponseInformationCallback callback,
            HttpContext context)
            throws IOException, HttpException {
        int[] interim = new int[1];
        return super.execute(
                request,
                connection,
                (response, at, unused) -> {
                    if (++interim[0] > MAX_INTERIM) {
                        throw new ProtocolException("the server sent more than " + MAX_INTERIM + " interim answers");
                    }
                },
                context);
    }
}
