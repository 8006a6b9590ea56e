package io.metriton.transport.apache;

import java.net.ProtocolException;
import org.apache.hc.core5.http.ContentLengthStrategy;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpMessage;
import org.apache.hc.core5.http.impl.DefaultContentLengthStrategy;
import org.apache.hc.core5.http.message.BasicHeader;
import org.jspecify.annotations.Nullable;

/**
 * Says how long the body of an answer is, as HttpClient does, and takes two forms that HttpClient refuses: {@code
 * Transfer-Encoding: identity}, a coding of RFC 2616 that changes nothing and that some servers still send, and a length that
 * is given twice alike, which a recipient may take (RFC 9110, section 8.6). Stateless.
 */
final class AnswerLength implements ContentLengthStrategy {

    /** Where HttpClient cannot say it, the body ends with the connection: {@link #check} tells once the status is known. */
    @Override
    public long determineLength(HttpMessage message) {
        try {
            return length(message);
        } catch (HttpException e) {
            return ContentLengthStrategy.UNDEFINED;
        }
    }

    /**
     * Refuses an answer that does not say clearly where its body ends.
     *
     * @throws ProtocolException if it does not
     */
    static void check(HttpMessage message) throws ProtocolException {
        try {
            length(message);
        } catch (HttpException e) {
            throw new ProtocolException(e.getMessage());
        }
    }

    private static long length(HttpMessage message) throws HttpException {
        Header[] codings = message.getHeaders(HttpHeaders.TRANSFER_ENCODING);
        boolean identity = codings.length == 1 && "identity".equalsIgnoreCase(codings[0].getValue());
        String length = saidTwice(message.getHeaders(HttpHeaders.CONTENT_LENGTH));
        if (!identity && length == null) {
            return DefaultContentLengthStrategy.INSTANCE.determineLength(message);
        }
        Header[] all = message.getHeaders();
        try {
            if (identity) {
                message.removeHeaders(HttpHeaders.TRANSFER_ENCODING);
            }
            if (length != null) {
                message.removeHeaders(HttpHeaders.CONTENT_LENGTH);
                message.addHeader(new BasicHeader(HttpHeaders.CONTENT_LENGTH, length));
            }
            return DefaultContentLengthStrategy.INSTANCE.determineLength(message);
        } finally {
            message.setHeaders(all);
        }
    }

    /** The length that is said more than once, in several fields or in one; null if it is said once, or differs. */
    private static @Nullable String saidTwice(Header[] fields) {
        String length = null;
        int count = 0;
        for (Header field : fields) {
            for (String each : String.valueOf(field.getValue()).split(",", -1)) {
                String said = each.trim();
                if (length != null && !length.equals(said)) {
                    return null;
                }
                length = said;
                count++;
            }
        }
        return count > 1 ? length : null;
    }
}
