package io.metriton.it;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** A place where an exchange can get stuck for ever. */
enum Stuck {
    SILENT_SERVER {
        @Override
        Place open() throws IOException {
            return at(LoopbackServer.start((index, request, socket) -> untilClosed(socket)), null);
        }
    },
    DRIPPING_HEADER {
        @Override
        Place open() throws IOException {
            return at(LoopbackServer.start(drip("HTTP/1.1 200 OK\r\nX-Drip: ")), null);
        }
    },
    DRIPPING_BODY {
        @Override
        Place open() throws IOException {
            return at(LoopbackServer.start(drip("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")), null);
        }
    },
    STALLED_BODY {
        @Override
        Place open() throws IOException {
            return at(stall("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc"), null);
        }
    },
    STALLED_CHUNK {
        @Override
        Place open() throws IOException {
            return at(stall("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabc"), null);
        }
    },
    STALLED_ERROR {
        @Override
        Place open() throws IOException {
            return at(stall("HTTP/1.1 500 No\r\nContent-Length: 100\r\n\r\nabc"), null);
        }
    },
    UNREAD_BODY {
        @Override
        Place open() throws IOException {
            return new Silence(silent(50), "http", false);
        }
    },
    FULL_BACKLOG {
        @Override
        Place open() throws IOException {
            return new Silence(silent(1), "http", true);
        }
    },
    SILENT_TLS_HANDSHAKE {
        @Override
        Place open() throws IOException {
            return new Silence(silent(50), "https", false);
        }
    },
    HANGING_PROXY {
        @Override
        Place open() throws IOException {
            LoopbackServer proxy = LoopbackServer.start((index, request, socket) -> untilClosed(socket));
            return at(proxy, URI.create("http://endpoint.invalid/scout"));
        }
    },
    HANGING_TUNNEL {
        @Override
        Place open() throws IOException {
            LoopbackServer proxy = LoopbackServer.start((index, request, socket) -> untilClosed(socket));
            return at(proxy, URI.create("https://endpoint.invalid/scout"));
        }
    };

    /** Opened for one test. */
    interface Place extends AutoCloseable {

        URI endpoint();

        default ProxySelector proxies() {
            return ProxySelector.of(null);
        }

        /** Whether a client has come as far as the place where it is stuck. */
        boolean reached();

        /** Ends what holds clients up, and waits until they are gone: how many bytes came after they gave up. */
        int lateBytes() throws IOException;

        @Override
        void close() throws IOException;
    }

    abstract Place open() throws IOException;

    private static Place at(LoopbackServer server, URI viaProxy) {
        return new Place() {
            @Override
            public URI endpoint() {
                return viaProxy == null ? server.uri("/scout") : viaProxy;
            }

            @Override
            public ProxySelector proxies() {
                return ProxySelector.of(viaProxy == null ? null : new InetSocketAddress("127.0.0.1", server.port()));
            }

            @Override
            public boolean reached() {
                return !server.requests().isEmpty();
            }

            @Override
            public int lateBytes() {
                Await.until(() -> server.openConnections() == 0, () -> "a connection stays open");
                return server.requests().size() - 1;
            }

            @Override
            public void close() throws IOException {
                server.close();
            }
        };
    }

    /** A listener that accepts nobody before the end; with a full backlog not even the kernel does. */
    private record Silence(ServerSocket listener, String scheme, boolean full, List<Socket> fillers) implements Place {

        Silence(ServerSocket listener, String scheme, boolean full) throws IOException {
            this(listener, scheme, full, new ArrayList<>());
            while (full && fill()) {
                // One more fits.
            }
        }

        private boolean fill() throws IOException {
            Socket socket = new Socket();
            try {
                socket.connect(listener.getLocalSocketAddress(), 100);
                return fillers.add(socket);
            } catch (SocketTimeoutException e) {
                socket.close();
                return false;
            }
        }

        @Override
        public URI endpoint() {
            return URI.create(scheme + "://127.0.0.1:" + listener.getLocalPort() + "/scout");
        }

        @Override
        public boolean reached() {
            return true; // Nothing tells that a client waits for the kernel's answer.
        }

        @Override
        public int lateBytes() throws IOException {
            for (Socket filler : fillers) {
                filler.close();
            }
            int bytes = 0;
            listener.setSoTimeout(full ? 1_200 : 1); // A connect that nobody gave up is repeated after a second.
            try {
                while (true) {
                    try (Socket late = listener.accept()) {
                        late.setSoTimeout(5_000);
                        bytes += late.getInputStream().readAllBytes().length;
                    }
                }
            } catch (SocketTimeoutException e) {
                return bytes;
            }
        }

        @Override
        public void close() throws IOException {
            for (Socket filler : fillers) {
                filler.close();
            }
            listener.close();
        }
    }

    private static ServerSocket silent(int backlog) throws IOException {
        return new ServerSocket(0, backlog, InetAddress.getByName("127.0.0.1"));
    }

    private static LoopbackServer stall(String beginning) throws IOException {
        return LoopbackServer.start((index, request, socket) -> {
            LoopbackServer.write(socket, beginning.getBytes(US_ASCII));
            untilClosed(socket);
        });
    }

    private static LoopbackServer.Script drip(String beginning) {
        return (index, request, socket) -> {
            LoopbackServer.write(socket, beginning.getBytes(US_ASCII));
            while (true) {
                LoopbackServer.write(socket, new byte[] {'x'});
                Thread.sleep(20);
            }
        };
    }

    private static void untilClosed(Socket socket) throws IOException {
        socket.getInputStream().transferTo(OutputStream.nullOutputStream());
    }
}
