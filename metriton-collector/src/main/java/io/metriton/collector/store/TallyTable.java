package io.metriton.collector.store;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** How many reports were not counted, and why; and which applications were asked for that nobody knows. */
public final class TallyTable {

    /** How many unknown names are kept. */
    public static final int MOST_UNKNOWN = 100;

    /** The number in the place of an application for reports that named none that is known. */
    public static final int NO_APPLICATION = 0;

    private final Store store;

    /**
     * Reports that were not counted, for one reason.
     *
     * @param application the number of the application, or {@link #NO_APPLICATION}
     * @param day the day of their arrival
     * @param reason in a few words
     */
    public record Refusal(int application, int day, String reason) {}

    /**
     * A name that nobody knows.
     *
     * @param name as it was reported
     * @param reports how many reports named it
     * @param lastDay the day of the last of them
     */
    public record Unknown(String name, long reports, int lastDay) {}

    /**
     * The tables of a store.
     *
     * @param store an open store
     */
    public TallyTable(Store store) {
        this.store = store;
    }

    /**
     * Adds what was counted in memory. Does not block.
     *
     * @param refusals by what they are
     * @param unknown reports by name
     * @param today the current day
     * @return completed when it is stored
     */
    public CompletableFuture<Boolean> add(Map<Refusal, Long> refusals, Map<String, Long> unknown, int today) {
        return store.writer().change(connection -> {
            Handle handle = Jdbi.open(connection);
            refusals.forEach((refusal, n) -> handle.execute(
                    "INSERT INTO refusals (application, day, reason, n) VALUES (?, ?, ?, ?)"
                            + " ON CONFLICT (application, day, reason) DO UPDATE SET n = refusals.n + excluded.n",
                    refusal.application(),
                    refusal.day(),
                    refusal.reason(),
                    n));
            unknown.forEach((name, n) -> addUnknown(handle, name, n, today));
            return true;
        });
    }

    // Once there are enough names, only those are counted: a name that anybody makes up pushes none out.
    private static void addUnknown(Handle handle, String name, long reports, int today) {
        int known = handle.execute(
                "UPDATE unknown_applications SET reports = reports + ?, last_day = ? WHERE name = ?",
                reports,
                today,
                name);
        long names = handle.select("SELECT COUNT(*) FROM unknown_applications")
                .mapTo(Long.class)
                .one();
        if (known == 0 && names < MOST_UNKNOWN) {
            handle.execute(
                    "INSERT INTO unknown_applications (name, reports, last_day) SELECT ?, ?, ?"
                            + " WHERE NOT EXISTS (SELECT 1 FROM applications WHERE name = ?)",
                    name,
                    reports,
                    today,
                    name);
        }
    }

    /**
     * Names that nobody knows.
     *
     * @return the most frequent first
     */
    public List<Unknown> unknown() {
        return store.jdbi()
                .withHandle(handle -> handle.select("SELECT name, reports, last_day FROM unknown_applications"
                                + " WHERE name NOT IN (SELECT name FROM applications)"
                                + " ORDER BY reports DESC, name")
                        .map((row, context) -> new Unknown(row.getString(1), row.getLong(2), row.getInt(3)))
                        .list());
    }

    /**
     * Drops a name, because it is known now or nobody wants to. Blocks until that is stored.
     *
     * @param name as it was reported
     */
    public void dropUnknown(String name) {
        store.change(
                connection -> Jdbi.open(connection).execute("DELETE FROM unknown_applications WHERE name = ?", name));
    }

    /**
     * Reports that were not counted since a day.
     *
     * @param application the number of the application, or {@link #NO_APPLICATION}
     * @param from the first day
     * @return by day, by reason
     */
    public Map<Integer, Map<String, Long>> refusals(int application, int from) {
        Map<Integer, Map<String, Long>> refusals = new TreeMap<>();
        store.jdbi()
                .useHandle(handle -> handle.select(
                                "SELECT day, reason, n FROM refusals WHERE application = ? AND day >= ?",
                                application,
                                from)
                        .map((row, context) -> refusals.computeIfAbsent(row.getInt(1), day -> new TreeMap<>())
                                .put(row.getString(2), row.getLong(3)))
                        .list());
        return refusals;
    }
}
