package io.metriton.collector.store;

import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationVersion;

/** Brings the schema up to what this jar needs, and refuses one that is newer. */
final class Migrations {

    private Migrations() {}

    /** Looks by one pool, which takes no lock that another program may hold, and changes by the other. */
    static void apply(DataSource writing, DataSource reading, Dialect dialect) {
        try {
            Flyway looking = flyway(reading, dialect);
            refuseNewer(looking);
            if (looking.info().pending().length > 0) {
                flyway(writing, dialect).migrate();
            }
        } catch (FlywayException e) {
            throw new StoreException(
                    "the schema could not be brought up to date: " + Store.rootMessage(e) + Store.wayOut(dialect, e),
                    e);
        }
    }

    private static Flyway flyway(DataSource dataSource, Dialect dialect) {
        return Flyway.configure()
                .dataSource(dataSource)
                .locations(dialect.migrations())
                .placeholders(dialect.placeholders())
                .load();
    }

    private static void refuseNewer(Flyway flyway) {
        MigrationInfo current = flyway.info().current();
        if (current == null || current.getVersion() == null) {
            return;
        }
        MigrationVersion known = MigrationVersion.EMPTY;
        for (MigrationInfo info : flyway.info().all()) {
            boolean ours = info.getState().isResolved();
            if (ours && info.getVersion() != null && info.getVersion().compareTo(known) > 0) {
                known = info.getVersion();
            }
        }
        if (current.getVersion().compareTo(known) > 0) {
            throw new StoreException("the schema of this database is " + current.getVersion()
                    + ", and this jar knows no newer one than " + known
                    + ": start the jar that was used last, or a newer one");
        }
    }
}
