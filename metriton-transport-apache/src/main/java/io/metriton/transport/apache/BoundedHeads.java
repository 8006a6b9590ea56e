package io.metriton.transport.apache;

import java.io.IOException;
import java.io.InputStream;
import org.apache.hc.client5.http.impl.io.DefaultHttpResponseParserFactory;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.ProtocolException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.io.HttpMessageParser;
import org.apache.hc.core5.http.io.HttpMessageParserFactory;
import org.apache.hc.core5.http.io.SessionInputBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the heads of the answers on a connection, which carries one exchange. Up to 100 interim answers (1xx) are passed over: a
 * flood of them would cost a core until the deadline, and HttpClient tells nobody of a {@code 100 Continue}. Immutable.
 *
 * <p>A proxy that makes no tunnel ends the exchange here: HttpClient takes any answer but 200 for the endpoint's, and reads the
 * whole of its page into memory, before 5.4 with a buffer of the length that the proxy says it has. So does a proxy that sends
 * more than its answer: HttpClient would read that as the endpoint's, past TLS.
 */
final class BoundedHeads implements HttpMessageParserFactory<ClassicHttpResponse> {
    private static final int MAX_INTERIM = 100;

    private final Http1Config bounds;
    private final boolean tunnelled;

    BoundedHeads(Http1Config bounds, boolean tunnelled) {
        this.bounds = bounds;
        this.tunnelled = tunnelled;
    }

    /** With its own bounds: newer versions of HttpClient pass none here. */
    @Override
    @SuppressWarnings("deprecation") // The one that older versions have, too.
    public HttpMessageParser<ClassicHttpResponse> create(@Nullable Http1Config unused) {
        return new Parser(DefaultHttpResponseParserFactory.INSTANCE.create(bounds), tunnelled);
    }

    /** Of one connection. */
    private static final class Parser implements HttpMessageParser<ClassicHttpResponse> {
        private final HttpMessageParser<ClassicHttpResponse> parser;
        private boolean asksForTunnel;
        private int interim;

        Parser(HttpMessageParser<ClassicHttpResponse> parser, boolean tunnelled) {
            this.parser = parser;
            this.asksForTunnel = tunnelled;
        }

        @Override
        public ClassicHttpResponse parse(SessionInputBuffer buffer, InputStream in) throws IOException, HttpException {
            ClassicHttpResponse response = parser.parse(buffer, in);
            if (response != null && response.getCode() < 200 && ++interim > MAX_INTERIM) {
                throw new ProtocolException("the server sent more than " + MAX_INTERIM + " interim answers");
            }
            if (response != null && response.getCode() >= 200 && asksForTunnel) {
                asksForTunnel = false;
                checkTunnel(response.getCode(), buffer.length());
            }
            return response;
        }

        private static void checkTunnel(int status, int more) throws IOException {
            if (status != 200) {
                throw new IOException("the proxy refused the tunnel with status " + status);
            }
            if (more > 0) {
                throw new IOException("the proxy sent more than its answer, in the endpoint's place");
            }
        }
    }
}
