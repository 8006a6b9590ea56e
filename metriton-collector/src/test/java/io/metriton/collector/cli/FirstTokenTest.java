package io.metriton.collector.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.metriton.collector.store.Databases;
import io.metriton.collector.store.Store;
import io.metriton.collector.store.Token;
import io.metriton.collector.store.TokenTable;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever starts a collector can always get in. */
class FirstTokenTest {

    private static final int TODAY = 20_000;

    @TempDir
    Path folder;

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private Store store;
    private TokenTable tokens;

    @BeforeEach
    void open() {
        store = Store.open(Databases.SQLITE.url(folder));
        tokens = new TokenTable(store);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private void start(boolean terminal) {
        new FirstToken(store, new PrintStream(printed, true, StandardCharsets.UTF_8))
                .makeIfMissing(new DataFolder(folder), terminal, TODAY);
    }

    private Token written() throws IOException {
        return tokens.find(Files.readString(folder.resolve("admin-token")).strip())
                .orElseThrow();
    }

    @Test
    void firstStart_writesATokenForAllApplications() throws IOException {
        start(false);
        assertThat(written().isAdmin()).isTrue();
        assertThat(written().application()).isEmpty();
        Token made = written();
        start(false);
        assertThat(tokens.all()).containsExactly(made);
    }

    @Test
    void terminal_showsTheTokenAndNoFileHoldsIt() {
        start(true);
        String line = printed.toString(StandardCharsets.UTF_8).strip();
        assertThat(line).startsWith("admin token, shown only this once: mtc_admin_");
        assertThat(tokens.find(line.substring(line.indexOf("mtc_")))).isPresent();
        assertThat(folder.resolve("admin-token")).doesNotExist();
    }

    /** The token was stored first: the next start found it, and nobody had ever seen it. */
    @Test
    void fileThatCannotBeWritten_losesNoToken() throws IOException {
        Path inTheWay = folder.resolve("admin-token").resolve("file");
        Files.createDirectory(inTheWay.getParent());
        Files.createFile(inTheWay);
        assertThatThrownBy(() -> start(false))
                .isInstanceOf(UsageException.class)
                .hasMessageStartingWith("the admin token cannot be written: " + inTheWay.getParent());
        assertThat(tokens.all()).isEmpty();
        Files.delete(inTheWay);
        Files.delete(inTheWay.getParent());
        start(false);
        assertThat(written().isAdmin()).isTrue();
    }

    @Test
    void tokensThatCannotAddApplications_areNotTheFirst() throws IOException {
        tokens.create(Token.Kind.READ, Optional.empty(), "", TODAY);
        tokens.create(Token.Kind.ADMIN, Optional.of("greet"), "", TODAY);
        start(false);
        assertThat(written().name()).isEqualTo("first");
        tokens.revoke(written().id());
        start(false);
        assertThat(written().name()).isEqualTo("first");
    }
}
