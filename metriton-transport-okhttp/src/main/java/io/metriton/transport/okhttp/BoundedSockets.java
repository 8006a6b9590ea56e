package io.metriton.transport.okhttp;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.SocketFactory;

/**
 * Sockets that take only so much in answer to what was written. OkHttp bounds header and body, but looks for the end of a
 * chunk's size in all that a server sends, which would fill the memory of the host until the time is over. Thread-safe.
 */
final class BoundedSockets extends SocketFactory {
    /** Chunks of one byte make six of each. */
    private static final int FRAMING = 8;

    private static final long HEADERS = 1 << 20;
    private final AtomicLong limit = new AtomicLong();

    /** Makes room for answers with a body of so many bytes. */
    void allow(int maxResponseBytes) {
        limit.accumulateAndGet(FRAMING * (long) maxResponseBytes + HEADERS, Math::max);
    }

    @Override
    public Socket createSocket() {
        return new BoundedSocket(limit);
    }

    @Override
    public Socket createSocket(String host, int port) {
        throw onlyUnconnected();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) {
        throw onlyUnconnected();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) {
        throw onlyUnconnected();
    }

    @Override
    public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort) {
        throw onlyUnconnected();
    }

    private static UnsupportedOperationException onlyUnconnected() {
        return new UnsupportedOperationException("OkHttp connects its sockets itself");
    }

    private static final class BoundedSocket extends Socket {
        private final AtomicLong limit;
        private final AtomicLong taken = new AtomicLong();

        BoundedSocket(AtomicLong limit) {
            this.limit = limit;
        }

        @Override
        public OutputStream getOutputStream() throws IOException {
            return new FilterOutputStream(super.getOutputStream()) {
                @Override
                public void write(byte[] bytes, int offset, int count) throws IOException {
                    taken.set(0);
                    out.write(bytes, offset, count);
                }
            };
        }

        @Override
        public InputStream getInputStream() throws IOException {
            return new FilterInputStream(super.getInputStream()) {
                @Override
                public int read(byte[] bytes, int offset, int count) throws IOException {
                    int read = in.read(bytes, offset, count);
                    if (taken.addAndGet(read) > limit.get()) {
                        throw new IOException("the answer is endless: it has more than " + limit + " bytes");
                    }
                    return read;
                }
            };
        }
    }
}
