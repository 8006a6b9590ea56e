package io.metriton.transport.okhttp;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketAddress;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.SocketFactory;

/**
 * The connection of one exchange, made before OkHttp asks for it, so that OkHttp chooses neither address nor proxy and
 * cannot connect twice.
 *
 * <p>It takes only so many bytes between two parts of the body. OkHttp bounds the header, but looks for the end of a chunk's
 * size, of its extension and of the trailer in all that comes, and for that of the size in a time that grows with the square
 * of it: an endless run of zeros would cost a core long after the deadline.
 *
 * <p>Thread-safe.
 */
final class ReportSocket extends Socket {
    /** OkHttp's own limit for a header is 256 KiB; TLS adds its handshake. */
    private static final int HEAD = 512 << 10;

    /** Some of the largest records of TLS, and far more than the size of a chunk takes. */
    private static final int BETWEEN = 64 << 10;

    private final AtomicInteger left = new AtomicInteger(HEAD);

    ReportSocket(Proxy proxy) {
        super(proxy);
    }

    /** Makes room for the next part of the body, after one was read. */
    void delivered() {
        left.set(BETWEEN);
    }

    /** OkHttp asks for it a second time if a proxy wants to be asked again for a tunnel. */
    SocketFactory once() {
        return new Once(this);
    }

    /** OkHttp connects what its factory gives; this is connected already. */
    @Override
    public void connect(SocketAddress address, int timeout) throws IOException {
        if (!isConnected()) {
            super.connect(address, timeout);
        }
    }

    @Override
    public InputStream getInputStream() throws IOException {
        return new FilterInputStream(super.getInputStream()) {
            @Override
            public int read() throws IOException {
                int read = in.read();
                count(1);
                return read;
            }

            @Override
            public int read(byte[] bytes, int offset, int count) throws IOException {
                int read = in.read(bytes, offset, count);
                count(read);
                return read;
            }
        };
    }

    private void count(int read) throws IOException {
        if (left.addAndGet(-Math.max(0, read)) < 0) {
            throw new IOException("the answer is endless: there is no body in so many bytes");
        }
    }

    private static final class Once extends SocketFactory {
        private final ReportSocket socket;
        private final AtomicBoolean taken = new AtomicBoolean();

        Once(ReportSocket socket) {
            this.socket = socket;
        }

        @Override
        public Socket createSocket() throws IOException {
            if (taken.getAndSet(true)) {
                throw new IOException("the connection ended before the report was sent");
            }
            return socket;
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
    }
}
