package io.metriton.collector.store;

import io.metriton.collector.privacy.Secret;
import io.metriton.collector.privacy.Secrets;
import java.util.Optional;

/** Holds a database to one secret: with another, every installation would be new. */
public final class SecretTable {

    private final Store store;

    /**
     * The secret of a store.
     *
     * @param store an open store
     */
    public SecretTable(Store store) {
        this.store = store;
    }

    /**
     * Whether the database has a secret already.
     *
     * @return false for a new one
     */
    public boolean isSettled() {
        return fingerprint().isPresent();
    }

    /**
     * Whether keys that are made with these secrets are those of the database.
     *
     * @param secrets the secrets at hand
     * @return false if the database has another one, or none
     */
    public boolean accepts(Secrets secrets) {
        return fingerprint().filter(secrets.current().fingerprint()::equals).isPresent();
    }

    private Optional<String> fingerprint() {
        return store.jdbi()
                .withHandle(handle -> handle.select("SELECT value FROM meta WHERE name = ?", Meta.SECRET)
                        .mapTo(String.class)
                        .findOne());
    }

    /**
     * Makes a secret that of the database, if it has none yet or that is the one before.
     *
     * @param secrets the secrets at hand
     * @throws StoreException if the database has another one
     */
    public void settle(Secrets secrets) {
        store.change(connection -> {
            String known = Meta.read(connection).get(Meta.SECRET);
            String current = secrets.current().fingerprint();
            if (known == null || secrets.each(Secret::fingerprint).contains(known)) {
                if (!current.equals(known)) {
                    Meta.put(connection, Meta.SECRET, current);
                }
                return current;
            }
            throw new StoreException("this database was filled with another secret: with this one, every installation"
                    + " would count as new. Start with the secret of the other nodes, or of the backup");
        });
    }
}
