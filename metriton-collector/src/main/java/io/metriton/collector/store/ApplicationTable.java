package io.metriton.collector.store;

import io.metriton.collector.figures.Dimension;
import io.metriton.collector.figures.Metric;
import io.metriton.collector.privacy.DeclaredKey;
import io.metriton.collector.privacy.MetadataType;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Applications and what they declared. What changes them runs in a transaction of the {@link Writer}. */
public final class ApplicationTable {

    private static final String CHANNELS =
            numbers(Arrays.stream(Channel.values()).map(Channel::code));
    private static final String METRICS = numbers(Arrays.stream(Metric.values()).map(Metric::code));

    private final Store store;

    /**
     * The table of a store.
     *
     * @param store an open store
     */
    public ApplicationTable(Store store) {
        this.store = store;
    }

    /**
     * A text that changes whenever an application does.
     *
     * @return for comparison with an earlier one
     */
    public String version() {
        return store.jdbi()
                .withHandle(handle -> handle.select("SELECT value FROM meta WHERE name = ?", Meta.SETTINGS_VERSION)
                        .mapTo(String.class)
                        .findOne()
                        .orElse(""));
    }

    /**
     * All applications.
     *
     * @return by name
     */
    public List<StoredApplication> all() {
        return store.jdbi()
                .withHandle(handle -> read(handle, "SELECT id, name, settings FROM applications ORDER BY name"));
    }

    /**
     * Finds an application, within a change.
     *
     * @param connection of the change
     * @param name its name
     * @return empty if there is none
     */
    public Optional<StoredApplication> find(Connection connection, String name) {
        Handle handle = Jdbi.open(connection);
        return read(handle, "SELECT id, name, settings FROM applications WHERE name = ?", name).stream()
                .findFirst();
    }

    private static List<StoredApplication> read(Handle handle, String sql, Object... arguments) {
        Map<Integer, List<DeclaredKey>> keys = new HashMap<>();
        handle.createQuery("SELECT application, id, name, type, why FROM metadata_keys ORDER BY id")
                .map((row, context) -> keys.computeIfAbsent(row.getInt(1), id -> new ArrayList<>())
                        .add(new DeclaredKey(
                                row.getInt(2),
                                row.getString(3),
                                MetadataType.of(row.getString(4)).orElseThrow(),
                                row.getString(5))))
                .list();
        return handle.select(sql, arguments)
                .map((row, context) -> new StoredApplication(
                        row.getInt(1),
                        row.getString(2),
                        row.getString(3),
                        List.copyOf(keys.getOrDefault(row.getInt(1), List.of()))))
                .list();
    }

    /**
     * Writes an application, within a change. A key that is gone or has another type loses its counters.
     *
     * @param connection of the change
     * @param name its name
     * @param settings its settings, as JSON
     * @param keys what it declares; the numbers in them do not count
     * @throws SQLException if the store fails
     */
    public void save(Connection connection, String name, String settings, List<DeclaredKey> keys) throws SQLException {
        Optional<StoredApplication> before = find(connection, name);
        Handle handle = Jdbi.open(connection);
        int id = before.isPresent() ? before.get().id() : Meta.next(connection, Meta.LAST_ID, Dimension.FIRST_METADATA);
        handle.execute(
                "INSERT INTO applications (id, name, settings) VALUES (?, ?, ?)"
                        + " ON CONFLICT (id) DO UPDATE SET settings = excluded.settings",
                id,
                name,
                settings);
        saveKeys(connection, id, before.map(StoredApplication::keys).orElse(List.of()), keys);
        Meta.next(connection, Meta.SETTINGS_VERSION, 1);
    }

    private static String numbers(Stream<Integer> codes) {
        return codes.map(String::valueOf).collect(Collectors.joining(", "));
    }

    private static void saveKeys(
            Connection connection, int application, List<DeclaredKey> before, List<DeclaredKey> keys)
            throws SQLException {
        Handle handle = Jdbi.open(connection);
        Map<String, DeclaredKey> gone = new HashMap<>();
        before.forEach(key -> gone.put(key.name(), key));
        for (DeclaredKey key : keys) {
            DeclaredKey old = gone.get(key.name());
            if (old != null && old.type() == key.type()) {
                gone.remove(key.name());
                handle.execute("UPDATE metadata_keys SET why = ? WHERE id = ?", key.why(), old.id());
            }
        }
        for (DeclaredKey key : gone.values()) {
            handle.execute("DELETE FROM metadata_keys WHERE id = ?", key.id());
            // Each channel and metric by its number, so that the primary key finds the rows: there may be millions of
            // others.
            for (String table : List.of("counters", "packed_counters")) {
                handle.execute(
                        "DELETE FROM " + table + " WHERE application = ? AND channel IN (" + CHANNELS
                                + ") AND metric IN (" + METRICS + ") AND dimension = ?",
                        application,
                        key.id());
            }
            for (String table : List.of("dimension_values", "admissions", "admitted_values")) {
                handle.execute(
                        "DELETE FROM " + table + " WHERE application = ? AND dimension = ?", application, key.id());
            }
        }
        for (DeclaredKey key : keys) {
            if (before.stream().noneMatch(old -> old.name().equals(key.name()) && old.type() == key.type())) {
                handle.execute(
                        "INSERT INTO metadata_keys (id, application, name, type, why) VALUES (?, ?, ?, ?, ?)",
                        Meta.next(connection, Meta.LAST_ID, Dimension.FIRST_METADATA),
                        application,
                        key.name(),
                        key.type().label(),
                        key.why());
            }
        }
    }

    /**
     * Deletes an application, within a change. Its figures are not to be seen then; {@link DeletedApplications#clean}
     * deletes them.
     *
     * @param connection of the change
     * @param name its name
     * @return whether there was one
     * @throws SQLException if the store fails
     */
    public boolean delete(Connection connection, String name) throws SQLException {
        Optional<StoredApplication> found = find(connection, name);
        if (found.isEmpty()) {
            return false;
        }
        Handle handle = Jdbi.open(connection);
        handle.execute(
                "DELETE FROM metadata_keys WHERE application = ?", found.get().id());
        handle.execute("DELETE FROM tokens WHERE application = ?", name);
        handle.execute("DELETE FROM applications WHERE id = ?", found.get().id());
        DeletedApplications.add(connection, found.get().id());
        Meta.next(connection, Meta.SETTINGS_VERSION, 1);
        return true;
    }

    /**
     * Deletes what is kept of an installation, within a change. Counters stay.
     *
     * @param connection of the change
     * @param secret the fingerprint of the secret that the keys were made with
     * @param keys its keys
     * @return how many rows there were, one for each channel; empty if the secret was changed meanwhile, so that there
     *     may be a row under another key: nothing is deleted then
     * @throws SQLException if the store fails
     */
    public OptionalInt forget(Connection connection, String secret, List<byte[]> keys) throws SQLException {
        if (!secret.equals(Meta.read(connection).get(Meta.SECRET))) {
            return OptionalInt.empty();
        }
        Handle handle = Jdbi.open(connection);
        int rows = 0;
        for (byte[] key : keys) {
            rows += handle.execute("DELETE FROM installs WHERE install_key = ?", (Object) key);
        }
        return OptionalInt.of(rows);
    }
}
