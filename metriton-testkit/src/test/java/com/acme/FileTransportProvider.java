package com.acme;

import io.metriton.api.Transport;
import io.metriton.api.TransportConfig;
import io.metriton.api.TransportProvider;
import io.metriton.api.TransportRequest;
import io.metriton.api.TransportResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/** Appends reports to a file, one a line, for something else to send. */
public final class FileTransportProvider implements TransportProvider {
    private final Path file;

    public FileTransportProvider(Path file) {
        this.file = file;
    }

    @Override
    public String name() {
        return "file";
    }

    @Override
    public Transport create(TransportConfig config) {
        return new FileTransport(file);
    }

    private static final class FileTransport implements Transport {
        private final Path file;
        private boolean closed;

        FileTransport(Path file) {
            this.file = file;
        }

        @Override
        public synchronized TransportResponse send(TransportRequest request) throws IOException {
            if (closed) {
                throw new IOException("the transport is closed");
            }
            byte[] line = Arrays.copyOf(request.body(), request.body().length + 1);
            line[line.length - 1] = '\n';
            Files.write(file, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            return TransportResponse.builder().status(202).build();
        }

        @Override
        public synchronized void close() {
            closed = true;
        }
    }
}
