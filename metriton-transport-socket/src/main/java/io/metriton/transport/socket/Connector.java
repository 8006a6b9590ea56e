package io.metriton.transport.socket;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import org.jspecify.annotations.Nullable;

/** Makes the TCP connection of one exchange. */
final class Connector {
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final AbortableSocket abortable;
    private final int connectMillis;
    private final int readMillis;

    /**
     * A connector.
     *
     * @param connectMillis the bound for all addresses of a host together
     * @param readMillis after which a read fails, so that even a thread that was left behind comes to its end
     */
    Connector(AbortableSocket abortable, int connectMillis, int readMillis) {
        this.abortable = abortable;
        this.connectMillis = connectMillis;
        this.readMillis = readMillis;
    }

    Socket connect(Route route) throws IOException {
        if (route.isSocks()) { // It looks the name up itself: not every name is known here.
            InetSocketAddress endpoint = InetSocketAddress.createUnresolved(route.host(), route.port());
            return connect(route.proxy(), endpoint, connectMillis);
        }
        InetSocketAddress peer = route.peer();
        return peer.isUnresolved()
                ? connect(InetAddress.getAllByName(peer.getHostString()), peer.getPort())
                : connect(Proxy.NO_PROXY, peer, connectMillis);
    }

    /** Tries one address after the other: the first has all the time, the next what a refusal leaves of it. */
    Socket connect(InetAddress[] addresses, int port) throws IOException {
        long start = System.nanoTime();
        IOException failure = null;
        for (InetAddress address : addresses) {
            long left = connectMillis - (System.nanoTime() - start) / NANOS_PER_MILLI;
            if (failure != null && left <= 0) {
                break;
            }
            try {
                return connect(Proxy.NO_PROXY, new InetSocketAddress(address, port), (int) Math.max(1, left));
            } catch (IOException e) {
                failure = with(failure, e);
            }
        }
        throw failure == null ? new IOException("no address") : failure;
    }

    private Socket connect(Proxy proxy, InetSocketAddress to, int millis) throws IOException {
        // NO_PROXY, too, is said: without it the JVM would look for a SOCKS proxy again.
        Socket socket = new Socket(proxy);
        socket.setSoTimeout(readMillis);
        socket.setTcpNoDelay(true); // Opens it, too: to close it before that would be forgotten.
        abortable.use(socket);
        socket.connect(to, millis);
        abortable.check();
        return socket;
    }

    private static IOException with(@Nullable IOException earlier, IOException failure) {
        if (earlier != null) {
            failure.addSuppressed(earlier);
        }
        return failure;
    }
}
