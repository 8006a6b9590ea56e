package io.metriton.collector.ingest;

import io.metriton.collector.privacy.Secrets;
import java.util.function.Supplier;

/** Holds the secrets, and reads them again when the database has another one. Thread-safe. */
public final class SecretKeeper {

    private final Supplier<Secrets> source;
    private volatile Secrets secrets;

    /**
     * Reads the secrets.
     *
     * @param source reads them, each time anew
     */
    public SecretKeeper(Supplier<Secrets> source) {
        this.source = source;
        this.secrets = source.get();
    }

    /**
     * The secrets as they were read last.
     *
     * @return one or two
     */
    public Secrets secrets() {
        return secrets;
    }

    /** Reads them again, because the database has another one. May read a file. */
    public void reload() {
        secrets = source.get();
    }
}
