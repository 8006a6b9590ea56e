package io.metriton.collector.store;

import io.metriton.collector.figures.Metric;
import java.sql.Connection;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Deletes the rows of applications that are gone. In many small changes, so that reports of other applications are stored
 * between them: there may be millions.
 */
public final class DeletedApplications {

    private DeletedApplications() {}

    /** Within the change that deletes an application: its rows are to go. */
    static void add(Connection connection, int application) {
        Jdbi.open(connection).execute("INSERT INTO deleted_applications (id) VALUES (?)", application);
    }

    /**
     * Deletes what is left of deleted applications, also of those whose deletion was cut short by the end of the process.
     * Blocks until that is done.
     *
     * @param store an open store
     */
    public static void clean(Store store) {
        List<Integer> applications = store.jdbi()
                .withHandle(handle -> handle.select("SELECT id FROM deleted_applications")
                        .mapTo(Integer.class)
                        .list());
        applications.forEach(application -> clean(store, application));
    }

    private static void clean(Store store, int application) {
        InstallParts.delete(store, "application = ?", application);
        for (Channel channel : Channel.values()) {
            for (Metric metric : Metric.values()) {
                store.change(connection -> deleteCounters(connection, application, channel, metric));
            }
        }
        store.change(connection -> {
            Handle handle = Jdbi.open(connection);
            for (String table : List.of("dimension_values", "admissions", "admitted_values", "refusals")) {
                handle.execute("DELETE FROM " + table + " WHERE application = ?", application);
            }
            return handle.execute("DELETE FROM deleted_applications WHERE id = ?", application);
        });
    }

    private static boolean deleteCounters(Connection connection, int application, Channel channel, Metric metric) {
        for (String table : List.of("counters", "packed_counters")) {
            Jdbi.open(connection)
                    .execute(
                            "DELETE FROM " + table + " WHERE application = ? AND channel = ? AND metric = ?",
                            application,
                            channel.code(),
                            metric.code());
        }
        return true;
    }
}
