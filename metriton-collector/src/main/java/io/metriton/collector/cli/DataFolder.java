package io.metriton.collector.cli;

import java.nio.file.Path;

/**
 * The names in a data folder. Immutable.
 *
 * @param path of the folder
 */
record DataFolder(Path path) {

    static final String DATABASE = "collector.db";
    static final String SECRET = "secret";

    Path database() {
        return path.resolve(DATABASE);
    }

    Path secret() {
        return path.resolve(SECRET);
    }

    /** Where the driver of SQLite unpacks its native library. */
    Path libraries() {
        return path.resolve("native");
    }

    /** The first token, where no terminal shows it. */
    Path adminToken() {
        return path.resolve("admin-token");
    }
}
