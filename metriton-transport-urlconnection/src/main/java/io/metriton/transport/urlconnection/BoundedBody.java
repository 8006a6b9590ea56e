package io.metriton.transport.urlconnection;

import io.metriton.api.ResponseTooLargeException;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** What has come of the body of an answer; takes as much memory as came, whatever the answer says will come. */
final class BoundedBody {
    private final InputStream in;
    private final int status;
    private final int maxBytes;
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();
    private final byte[] buffer = new byte[8192];

    BoundedBody(InputStream in, int status, int maxBytes) {
        this.in = in;
        this.status = status;
        this.maxBytes = maxBytes;
    }

    /** Reads so many bytes, and none if they are too many. */
    void read(long count) throws IOException {
        checkRoom(count);
        for (long left = count; left > 0; ) {
            int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
            if (read < 0) {
                throw new EOFException("the answer ended after " + size() + " bytes: " + left + " more were to come");
            }
            received.write(buffer, 0, read);
            left -= read;
        }
    }

    void readToTheEnd() throws IOException {
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            checkRoom(read);
            received.write(buffer, 0, read);
        }
    }

    int size() {
        return received.size();
    }

    byte[] bytes() {
        return received.toByteArray();
    }

    private void checkRoom(long count) throws ResponseTooLargeException {
        if (count > maxBytes - size()) {
            throw new ResponseTooLargeException(status, maxBytes);
        }
    }
}
