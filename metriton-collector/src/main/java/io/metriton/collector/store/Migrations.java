package io.metriton.collector.store;

import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationVersion;

/** Brings the schema up to what this jar needs, and refuses one that is newer. */
final class Migrations {

    private Migrations() {}

    static void apply(DataSource dataSource, Dialect dialect) {
        Flyway flyway = Flyway.configure()
                .dataSource(dataSource)
                .locations(dialect.migrations())
                .placeholders(dialect.placeholders())
                .load();
        try {
            refuseNewer(flyway);
            flyway.migrate();
        } catch (FlywayException e) {
            throw new StoreException("the schema could not be brought up to date: " + e.getMessage(), e);
        }
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
