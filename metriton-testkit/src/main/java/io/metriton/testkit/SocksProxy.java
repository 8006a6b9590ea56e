package io.metriton.testkit;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A SOCKS 5 proxy on loopback (RFC 1928) without a login: whatever the name it is asked for, it leads to one port. */
record SocksProxy(ServerSocket listener, int port, List<String> targets) implements AutoCloseable {
    private static final int DOMAIN_NAME = 3;

    static SocksProxy start(int port) throws IOException {
        SocksProxy proxy =
                new SocksProxy(new ServerSocket(0, 50, ScriptedServer.LOOPBACK), port, new CopyOnWriteArrayList<>());
        daemon(proxy::accept);
        return proxy;
    }

    InetSocketAddress address() {
        return new InetSocketAddress(ScriptedServer.LOOPBACK, listener.getLocalPort());
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listener.accept();
                daemon(() -> serve(client));
            }
        } catch (IOException e) {
            // The listener was closed: the test is over.
        }
    }

    private void serve(Socket client) {
        try (client;
                Socket target = new Socket(ScriptedServer.LOOPBACK, port)) {
            DataInputStream in = new DataInputStream(client.getInputStream());
            in.readByte();
            in.readNBytes(in.readUnsignedByte()); // The ways to log in that the client knows.
            client.getOutputStream().write(new byte[] {5, 0});
            in.readNBytes(3);
            if (in.readUnsignedByte() != DOMAIN_NAME) {
                targets.add("an address");
                return;
            }
            targets.add(new String(in.readNBytes(in.readUnsignedByte()), US_ASCII) + ":" + in.readUnsignedShort());
            client.getOutputStream().write(new byte[] {5, 0, 0, 1, 127, 0, 0, 1, 0, 0});
            daemon(() -> copy(target, client));
            in.transferTo(target.getOutputStream());
        } catch (IOException e) {
            // One side went away, so the connection ends.
        }
    }

    private static void copy(Socket from, Socket to) {
        try (to;
                InputStream in = from.getInputStream()) {
            in.transferTo(to.getOutputStream());
        } catch (IOException e) {
            // As above.
        }
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "testkit-socks");
        thread.setDaemon(true);
        thread.start();
    }
}
