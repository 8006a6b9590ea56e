package io.metriton.collector.cli;

import io.metriton.collector.store.Store;
import io.metriton.collector.store.Token;
import io.metriton.collector.store.TokenTable;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Makes a token for an administrator of all applications where there is none, as only such a one can add applications. It is
 * handed over before it is stored: where it cannot be, there is still none, and the next start makes another.
 */
final class FirstToken {

    private final TokenTable tokens;
    private final PrintStream out;

    FirstToken(Store store, PrintStream out) {
        this.tokens = new TokenTable(store);
        this.out = out;
    }

    /** Makes a token if there is none, and shows it on a terminal, else writes it to a file of the data folder. */
    void makeIfMissing(DataFolder folder, boolean terminal, int today) {
        if (tokens.all().stream().anyMatch(FirstToken::isForAll)) {
            return;
        }
        String token = tokens.make(Token.Kind.ADMIN);
        if (terminal) {
            out.println("admin token, shown only this once: " + token);
        } else {
            write(token, folder.adminToken());
        }
        tokens.add(token, Token.Kind.ADMIN, Optional.empty(), "first", today);
    }

    private static boolean isForAll(Token token) {
        return token.isAdmin() && token.application().isEmpty();
    }

    private void write(String token, Path file) {
        try {
            OwnerFiles.write(file, token + "\n");
        } catch (IOException e) {
            throw new UsageException("the admin token cannot be written: " + file + " (" + e.getMessage()
                    + "); make room for it, and start again");
        }
        out.println("admin token written to " + file);
    }
}
