package io.metriton.transport.apache;

import java.io.IOException;
import java.io.OutputStream;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.HttpEntityWrapper;

/** The body of a report. It has no media type: the header is the request's own, untouched. Thread-safe. */
final class ReportEntity extends HttpEntityWrapper {
    private volatile boolean begun;

    ReportEntity(byte[] bytes) {
        super(new ByteArrayEntity(bytes, null));
    }

    /** Whether a byte of it may have left: without one, no server takes the request for a report. */
    boolean isBegun() {
        return begun;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        begun = true;
        super.writeTo(out);
    }
}
