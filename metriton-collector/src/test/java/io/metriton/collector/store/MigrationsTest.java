package io.metriton.collector.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MigrationsTest {

    @TempDir
    Path folder;

    /** As by a sqlite3 shell in the middle of a transaction: who only looks needs no lock. */
    @Test
    void lockOfAnotherProgram_keepsNobodyFromLooking() throws Exception {
        String url = Databases.SQLITE.url(folder);
        Store.open(url).close();
        try (Connection other = DriverManager.getConnection(url);
                Statement statement = other.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");

            try (Store store = Store.open(url)) {
                assertThat(new TokenTable(store).all()).isEmpty();
            }
        }
    }

    @Test
    void lockOfAnotherProgramWhereTheSchemaIsToBeMade_isToldWithTheWayOut() throws Exception {
        String url = Databases.SQLITE.url(folder);
        try (Connection other = DriverManager.getConnection(url);
                Statement statement = other.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");

            assertThatThrownBy(() -> Store.open(url))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("another program holds its lock")
                    .hasMessageContaining("try again");
        }
    }
}
