package io.metriton.collector.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NativeLibraryTest {

    @Test
    void libraryThatCannotBeUnpacked_isToldWithTheWayOut() {
        assertThat(NativeLibrary.explain("No native library found for os.name=Linux, os.arch=x86_64"))
                .contains("cannot be loaded from")
                .contains("make room there")
                .contains("-Dorg.sqlite.tmpdir=DIR");
        assertThat(NativeLibrary.explain("[SQLITE_CANTOPEN] Unable to open the database file"))
                .isEqualTo("[SQLITE_CANTOPEN] Unable to open the database file");
    }
}
