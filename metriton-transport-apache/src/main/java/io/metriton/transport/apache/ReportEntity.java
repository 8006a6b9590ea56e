package io.metriton.transport.apache;

import io.metriton.api.support.ExchangeProgress;
import java.io.IOException;
import java.io.OutputStream;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.HttpEntityWrapper;

/** The body of a report. It has no media type: the header is the request's own, untouched. Thread-safe. */
final class ReportEntity extends HttpEntityWrapper {
    private final ExchangeProgress progress;

    ReportEntity(byte[] bytes, ExchangeProgress progress) {
        super(new ByteArrayEntity(bytes, null));
        this.progress = progress;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        progress.begin(); // Without a byte of it, no server takes the request for a report.
        super.writeTo(out);
    }
}
