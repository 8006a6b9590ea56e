package io.metriton.collector.applications;

import io.metriton.collector.privacy.DeclaredKey;
import io.metriton.collector.privacy.Texts;
import io.metriton.collector.store.ApplicationTable;
import io.metriton.collector.store.DeletedApplications;
import io.metriton.collector.store.Store;
import io.metriton.collector.store.StoredApplication;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * All applications, kept in memory, so that a report is answered without a look into the store. A change by this node
 * holds at once; {@link #follow} notices changes by other nodes. Thread-safe.
 */
public final class Applications {

    private final Store store;
    private final ApplicationTable table;
    private final Object lock = new Object();
    private volatile Snapshot snapshot;

    private record Snapshot(String version, Map<String, Application> byName) {}

    /**
     * Reads all applications.
     *
     * @param store where they are
     */
    public Applications(Store store) {
        this.store = store;
        this.table = new ApplicationTable(store);
        this.snapshot = read();
    }

    private Snapshot read() {
        // The version first: what changes after it is read again.
        String version = table.version();
        Map<String, Application> byName = new TreeMap<>();
        for (StoredApplication stored : table.all()) {
            byName.put(stored.name(), new Application(stored));
        }
        return new Snapshot(version, byName);
    }

    /** Reads all applications again, if one was changed by another node. Blocks for a read. */
    public void follow() {
        synchronized (lock) {
            if (!table.version().equals(snapshot.version())) {
                snapshot = read();
            }
        }
    }

    /**
     * Finds an application.
     *
     * @param name its name
     * @return empty if it is not known
     */
    public Optional<Application> find(String name) {
        return Optional.ofNullable(snapshot.byName().get(name));
    }

    /**
     * All applications.
     *
     * @return by name
     */
    public List<Application> all() {
        return List.copyOf(snapshot.byName().values());
    }

    /**
     * Whether an application may have a name: it is part of paths.
     *
     * @param name any text
     * @return whether it may
     */
    public static boolean isName(String name) {
        return Texts.isPlain(name)
                && name.strip().equals(name)
                && !name.equals(".")
                && !name.equals("..")
                && name.chars().noneMatch(c -> c == '/' || c == '\\' || c == '%' || c == ';');
    }

    /**
     * Adds or changes an application. Blocks until that is stored.
     *
     * @param name its name
     * @param patch the change
     * @return whether it is new
     * @throws InvalidSettingsException if the name is none, or the change does not fit to what is there
     */
    public boolean put(String name, SettingsPatch patch) {
        if (!isName(name)) {
            throw new InvalidSettingsException("the name of an application must be 1 to " + Texts.LONGEST
                    + " characters, without / \\ % ; and control characters");
        }
        boolean fresh = store.change(connection -> {
            Optional<StoredApplication> before = table.find(connection, name);
            save(connection, name, before, patch);
            return before.isEmpty();
        });
        follow();
        return fresh;
    }

    /**
     * Changes an application by what it is at that moment, so that nobody else changes it in between. Blocks until that is
     * stored.
     *
     * @param name its name
     * @param edit makes the change; runs on another thread, and what it throws is thrown here
     * @return false if there is no application of this name
     * @throws InvalidSettingsException if the change does not fit to what is there
     */
    public boolean edit(String name, Function<Application, SettingsPatch> edit) {
        boolean found = store.change(connection -> {
            Optional<StoredApplication> before = table.find(connection, name);
            if (before.isPresent()) {
                save(connection, name, before, edit.apply(new Application(before.get())));
            }
            return before.isPresent();
        });
        follow();
        return found;
    }

    private void save(Connection connection, String name, Optional<StoredApplication> before, SettingsPatch patch)
            throws SQLException {
        Settings old = before.map(stored -> new Settings(Json.parse(stored.settings())))
                .orElseGet(Settings::none);
        List<DeclaredKey> keys = patch.keys(before.map(StoredApplication::keys).orElse(List.of()));
        table.save(connection, name, Json.write(patch.applyTo(old).json()), keys);
    }

    /**
     * Deletes an application with all its figures. Blocks until all are deleted, which takes seconds where it has many
     * installations; reports are stored meanwhile.
     *
     * @param name its name
     * @return whether there was one
     */
    public boolean delete(String name) {
        boolean deleted = store.change(connection -> table.delete(connection, name));
        follow();
        DeletedApplications.clean(store);
        return deleted;
    }
}
