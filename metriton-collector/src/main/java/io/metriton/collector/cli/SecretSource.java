package io.metriton.collector.cli;

import io.metriton.collector.privacy.Secret;
import io.metriton.collector.privacy.Secrets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.function.Supplier;

/** Where the secret comes from: a variable, else a file. */
final class SecretSource implements Supplier<Secrets> {

    private final String variable;
    private final Path file;
    private final boolean mayBeMade;

    SecretSource(String variable, Path file, boolean mayBeMade) {
        this.variable = variable;
        this.file = file;
        this.mayBeMade = mayBeMade;
    }

    @Override
    public Secrets get() {
        return read();
    }

    boolean isFile() {
        return variable.isEmpty();
    }

    Secrets read() {
        try {
            return Secrets.of(isFile() ? Files.readString(file) : variable);
        } catch (NoSuchFileException e) {
            throw new UsageException("the secret of this database is not at hand: there is no " + file.toAbsolutePath()
                    + ". Set METRITON_COLLECTOR_SECRET or METRITON_COLLECTOR_SECRET_FILE"
                    + (mayBeMade ? "" : "; if the database is new, make one: head -c 32 /dev/urandom | base64"));
        } catch (IOException e) {
            throw new UsageException(
                    "the secret cannot be read: " + file.toAbsolutePath() + " (" + e.getMessage() + ")");
        } catch (IllegalArgumentException e) {
            throw new UsageException("the secret in "
                    + (isFile() ? file.toAbsolutePath() : "METRITON_COLLECTOR_SECRET")
                    + " cannot be used: " + e.getMessage());
        }
    }

    void makeIfMissing() {
        if (isFile() && mayBeMade && !Files.exists(file)) {
            write(random());
        }
    }

    /** Puts a new secret before the current one, which drops the one before that. */
    void rotate() {
        write(random() + "\n" + text().strip().split("\\s+", -1)[0]);
    }

    /** As it was set, or as the file has it. */
    String text() {
        try {
            return isFile() ? Files.readString(file) : variable;
        } catch (IOException e) {
            throw new UsageException(
                    "the secret cannot be read: " + file.toAbsolutePath() + " (" + e.getMessage() + ")");
        }
    }

    private static String random() {
        byte[] bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        return Secret.text(bytes);
    }

    private void write(String secrets) {
        try {
            OwnerFiles.write(file, secrets + "\n");
        } catch (IOException e) {
            throw new UsageException(
                    "the secret cannot be written: " + file.toAbsolutePath() + " (" + e.getMessage() + ")");
        }
    }
}
