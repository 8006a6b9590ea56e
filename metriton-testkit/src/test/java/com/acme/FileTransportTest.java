package com.acme;

import io.metriton.api.TransportProvider;
import io.metriton.testkit.TransportBasicsContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

class FileTransportTest extends TransportBasicsContract {
    @TempDir
    Path folder;

    @Override
    protected TransportProvider provider() {
        return new FileTransportProvider(folder.resolve("reports"));
    }

    @Override
    protected List<String> delivered() throws IOException {
        Path file = folder.resolve("reports");
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }

    @Override
    protected boolean breakDelivery() throws IOException {
        Files.createDirectory(folder.resolve("reports"));
        return true;
    }
}
