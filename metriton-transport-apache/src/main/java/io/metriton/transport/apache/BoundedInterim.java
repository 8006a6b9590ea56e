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
 * Reads up to 100 interim answers (1xx) on a connection, which carries one exchange: a flood of them would cost a core until
 * the deadline. They are counted where heads are read, as HttpClient tells nobody of a {@code 100 Continue}. Immutable.
 */
final class BoundedInterim implements HttpMessageParserFactory<ClassicHttpResponse> {
    private static final int MAX_INTERIM = 100;

    private final Http1Config bounds;

    BoundedInterim(Http1Config bounds) {
        this.bounds = bounds;
    }

    /** With its own bounds: newer versions of HttpClient pass none here. */
    @Override
    @SuppressWarnings("deprecation") // The one that older versions have, too.
    public HttpMessageParser<ClassicHttpResponse> create(@Nullable Http1Config unused) {
        return new Parser(DefaultHttpResponseParserFactory.INSTANCE.create(bounds));
    }

    /** Of one connection. */
    private static final class Parser implements HttpMessageParser<ClassicHttpResponse> {
        private final HttpMessageParser<ClassicHttpResponse> parser;
        private int interim;

        Parser(HttpMessageParser<ClassicHttpResponse> parser) {
            this.parser = parser;
        }

        @Override
        public ClassicHttpResponse parse(SessionInputBuffer buffer, InputStream in) throws IOException, HttpException {
            ClassicHttpResponse response = parser.parse(buffer, in);
            if (response != null && response.getCode() < 200 && ++interim > MAX_INTERIM) {
                throw new ProtocolException("the server sent more than " + MAX_INTERIM + " interim answers");
            }
            return response;
        }
    }
}
