package com.acme;

import io.metriton.api.InstallIdContext;
import io.metriton.api.InstallIdProvider;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;

/** Keeps the install ID in {@code $HOME/.acme/id}. */
public final class AcmeInstallIdProvider implements InstallIdProvider {

    @Override
    public Optional<String> installId(InstallIdContext context) throws IOException {
        String home = context.environment().get("HOME");
        if (home == null) {
            return Optional.empty(); // Not me: ask the next provider.
        }
        Path file = Path.of(home, ".acme", "id");
        if (!Files.exists(file)) {
            create(file);
        }
        return Optional.of(Files.readString(file));
    }

    /** A link appears with all its content, and never takes the place of another. */
    private static void create(Path file) throws IOException {
        Path folder = Files.createDirectories(file.resolveSibling(""));
        Path temporary = Files.createTempFile(folder, "id", ".tmp");
        try {
            Files.writeString(temporary, UUID.randomUUID().toString());
            Files.createLink(file, temporary);
        } catch (FileAlreadyExistsException e) {
            // Another process was faster: its id counts.
        } finally {
            Files.delete(temporary);
        }
    }
}
