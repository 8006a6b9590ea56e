package io.metriton.transport.apache;

import io.metriton.api.support.ExchangeProgress;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Proxy;
import java.net.Socket;
import org.jspecify.annotations.Nullable;

/**
 * The connection of one exchange. A server that will not read the whole report answers and closes, so the answer may be there
 * though the report was not taken; but HttpClient closes a connection that it cannot write to, and reads nothing. So once the
 * report has begun to leave, what cannot be written is passed over, and reading says what came of it.
 */
final class ReportSocket extends Socket {
    private final ExchangeProgress progress;

    ReportSocket(Proxy proxy, ExchangeProgress progress) {
        super(proxy);
        this.progress = progress;
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
        return new Lenient(super.getOutputStream(), progress);
    }

    /** Used by one thread. */
    private static final class Lenient extends FilterOutputStream {
        private final ExchangeProgress progress;
        private @Nullable IOException failure;

        Lenient(OutputStream out, ExchangeProgress progress) {
            super(out);
            this.progress = progress;
        }

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int count) throws IOException {
            if (failure != null) {
                return;
            }
            try {
                out.write(bytes, offset, count);
            } catch (IOException e) {
                failure = e;
                if (!progress.isBegun()) {
                    throw e;
                }
            }
        }
    }
}
