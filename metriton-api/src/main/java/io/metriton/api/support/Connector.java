package io.metriton.api.support;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Makes the TCP connection of one exchange. Of a host with several addresses it tries one after the other, in the order in
 * which the JVM gives them: each has an equal share of the connect time that is left, so that a first address that
 * refuses, or says nothing, leaves time for the next. With more than eight addresses a share is an eighth, and those that
 * the time does not reach are not tried.
 *
 * <p>Blocks. Not thread-safe; one for each exchange.
 */
public final class Connector {
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final int SHARES = 8;

    private final AbortableSocket abortable;
    private final int connectMillis;
    private final int readMillis;
    private final Function<? super Proxy, ? extends Socket> sockets;

    /**
     * Makes a connector whose connections are plain sockets of the JDK.
     *
     * @param abortable gets each socket before it connects
     * @param connectTimeout the bound for all addresses of a host together
     * @param readTimeout after which a read fails, so that even a thread that was left behind comes to its end
     */
    public Connector(AbortableSocket abortable, Duration connectTimeout, Duration readTimeout) {
        this(abortable, connectTimeout, readTimeout, new PlainSockets());
    }

    /**
     * Makes a connector for sockets of other classes.
     *
     * @param abortable gets each socket before it connects
     * @param connectTimeout the bound for all addresses of a host together
     * @param readTimeout after which a read fails, so that even a thread that was left behind comes to its end
     * @param sockets makes a socket that connects through a SOCKS proxy, or by {@link Proxy#NO_PROXY}
     */
    public Connector(
            AbortableSocket abortable,
            Duration connectTimeout,
            Duration readTimeout,
            Function<? super Proxy, ? extends Socket> sockets) {
        this.abortable = requireNonNull(abortable, "abortable");
        this.connectMillis = millis(connectTimeout);
        this.readMillis = millis(readTimeout);
        this.sockets = requireNonNull(sockets, "sockets");
    }

    /**
     * Connects to the endpoint, or to the proxy in front of it.
     *
     * @param route where to
     * @return connected; made by {@code sockets}
     * @throws IOException if no address accepts in time, or the exchange was aborted; failures of addresses before the
     *     last are suppressed in it
     */
    public Socket connect(Route route) throws IOException {
        if (route.isSocks()) { // It looks the name up itself: not every name is known here.
            InetSocketAddress endpoint = InetSocketAddress.createUnresolved(route.host(), route.port());
            return connect(route.proxy(), endpoint, connectMillis);
        }
        InetSocketAddress peer = route.peer();
        return peer.isUnresolved()
                ? connect(InetAddress.getAllByName(peer.getHostString()), peer.getPort())
                : connect(Proxy.NO_PROXY, peer, connectMillis);
    }

    Socket connect(InetAddress[] addresses, int port) throws IOException {
        long start = System.nanoTime();
        IOException failure = null;
        for (int i = 0; i < addresses.length; i++) {
            long left = connectMillis - (System.nanoTime() - start) / NANOS_PER_MILLI;
            if (failure != null && left <= 0) {
                break;
            }
            long share = Math.max(left / (addresses.length - i), Math.min(left, connectMillis / SHARES));
            try {
                InetSocketAddress to = new InetSocketAddress(addresses[i], port);
                return connect(Proxy.NO_PROXY, to, (int) Math.max(1, share));
            } catch (IOException e) {
                failure = with(failure, e);
            }
        }
        throw failure == null ? new IOException("the host has no address") : failure;
    }

    private Socket connect(Proxy proxy, InetSocketAddress to, int millis) throws IOException {
        Socket socket = sockets.apply(proxy);
        socket.setSoTimeout(readMillis);
        socket.setTcpNoDelay(true); // Also creates the OS socket: a close before that would be forgotten.
        abortable.use(socket);
        socket.connect(to, millis);
        abortable.check();
        return socket;
    }

    /** A class: a lambda costs a cold JVM more. */
    private static final class PlainSockets implements Function<Proxy, Socket> {
        @Override
        public Socket apply(Proxy proxy) {
            return new Socket(proxy); // NO_PROXY, too: without it the JVM would look for a SOCKS proxy again.
        }
    }

    private static IOException with(@Nullable IOException earlier, IOException failure) {
        if (earlier != null) {
            failure.addSuppressed(earlier);
        }
        return failure;
    }

    /** As sockets count: 0 would be for ever. */
    private static int millis(Duration duration) {
        return (int) Math.max(1, Math.min(Integer.MAX_VALUE, TimeUnit.MILLISECONDS.convert(duration)));
    }
}
