package io.metriton.it;

import io.metriton.api.Transport;
import io.metriton.api.TransportRequest;
import java.io.FileInputStream;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A host that reports 150 times and then opens files and server sockets of its own. */
final class HostDescriptorsChild {
    private static final int OPENED = 20;

    private HostDescriptorsChild() {}

    public static void main(String[] args) throws Exception {
        TransportRequest request = TransportRequest.builder()
                .endpoint(URI.create("http://127.0.0.1:" + args[1] + "/scout"))
                .body(new byte[] {'{', '}'})
                .timeout(Duration.ofMillis(300))
                .build();
        Transport transport = Transports.valueOf(args[0]).open();
        for (int i = 0; i < 150; i++) {
            send(transport, request);
        }
        openSome();
        transport.close();
        System.out.println("closed");
        openSome();
        System.exit(0);
    }

    private static void send(Transport transport, TransportRequest request) {
        try {
            transport.send(request);
        } catch (IOException e) {
            // As it should be for most; some clients take some of these answers.
        }
    }

    /** Many at once: what a client may keep for itself is less than that. */
    private static void openSome() throws IOException {
        List<AutoCloseable> opened = new ArrayList<>();
        try {
            for (int i = 0; i < OPENED; i++) {
                opened.add(new FileInputStream(
                        Path.of(System.getProperty("java.home"), "release").toFile()));
                opened.add(new ServerSocket(0));
            }
            System.out.println("all opened");
        } catch (IOException e) {
            System.out.println("the host is broken after " + opened.size() + ": " + e);
        } finally {
            for (AutoCloseable each : opened) {
                close(each);
            }
        }
    }

    private static void close(AutoCloseable opened) {
        try {
            opened.close();
        } catch (Exception e) {
            throw new AssertionError("what was opened cannot be closed", e);
        }
    }
}
