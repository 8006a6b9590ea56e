package io.metriton.transport.apache;

import org.apache.hc.core5.http.ContentLengthStrategy;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpMessage;
import org.apache.hc.core5.http.impl.DefaultContentLengthStrategy;

/**
 * Where the body of an answer ends, as HttpClient says it; but it refuses {@code Transfer-Encoding: identity}, a coding of RFC
 * 2616 that changes nothing, and that some servers still send. Stateless.
 */
final class AnswerLength implements ContentLengthStrategy {

    @Override
    public long determineLength(HttpMessage message) throws HttpException {
        Header[] codings = message.getHeaders(HttpHeaders.TRANSFER_ENCODING);
        if (codings.length != 1 || !"identity".equalsIgnoreCase(codings[0].getValue())) {
            return DefaultContentLengthStrategy.INSTANCE.determineLength(message);
        }
        message.removeHeaders(HttpHeaders.TRANSFER_ENCODING);
        try {
            return DefaultContentLengthStrategy.INSTANCE.determineLength(message);
        } finally {
            message.addHeader(codings[0]);
        }
    }
}
