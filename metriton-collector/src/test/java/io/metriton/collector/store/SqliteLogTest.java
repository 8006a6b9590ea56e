package io.metriton.collector.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteLogTest {

    @TempDir
    Path folder;

    /** Somebody who reads keeps SQLite from beginning its log anew, however much is written. */
    @Test
    void logThatGrewWhileSomebodyRead_isCutOffOnceNobodyDoes() throws Exception {
        Path database = folder.resolve("collector.db");
        Path log = folder.resolve("collector.db-wal");
        SqliteLog shortened = new SqliteLog(database, 1 << 20);
        String url = Dialect.sqliteUrl(database);
        try (Connection writer = DriverManager.getConnection(url);
                Connection reader = DriverManager.getConnection(url);
                Statement write = writer.createStatement();
                Statement read = reader.createStatement()) {
            write.execute("PRAGMA journal_mode = WAL");
            write.execute("CREATE TABLE t (b BLOB)");
            reader.setAutoCommit(false);
            read.executeQuery("SELECT count(*) FROM t").close();
            for (int i = 0; i < 40; i++) {
                write.execute("INSERT INTO t VALUES (randomblob(200000))");
            }
            assertThat(Files.size(log)).isGreaterThan(6_000_000);
            assertThat(shortened.shorten()).as("while somebody reads").isFalse();

            reader.commit();

            assertThat(shortened.shorten()).isTrue();
            assertThat(Files.size(log)).isZero();
            write.execute("INSERT INTO t VALUES (randomblob(10))");
        }
    }
}
