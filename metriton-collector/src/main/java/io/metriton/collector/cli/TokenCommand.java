package io.metriton.collector.cli;

import io.metriton.collector.applications.Applications;
import io.metriton.collector.figures.UtcDay;
import io.metriton.collector.privacy.Texts;
import io.metriton.collector.store.Store;
import io.metriton.collector.store.Token;
import io.metriton.collector.store.TokenTable;
import java.io.PrintStream;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code token create|list|revoke}: may be used while a collector runs. */
@Command(name = "token", description = "Makes, lists and revokes tokens.", mixinStandardHelpOptions = true)
final class TokenCommand {

    private final PrintStream out;

    TokenCommand(PrintStream out) {
        this.out = out;
    }

    @Command(
            name = "create",
            description = "Makes a token and prints it as the last line.",
            mixinStandardHelpOptions = true)
    int create(
            @Mixin StoreOptions options,
            @Option(names = "--kind", required = true, description = "admin or read") String kind,
            @Option(names = "--application", paramLabel = "NAME", description = "the only one that it is for") @Nullable
                    String application,
            @Option(names = "--name", paramLabel = "TEXT", defaultValue = "", description = "what it is for")
                    String name) {
        Token.Kind tokenKind;
        try {
            tokenKind = Token.Kind.valueOf(kind.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new UsageException("--kind must be admin or read, not " + kind);
        }
        if (application != null && application.indexOf('\uFFFD') >= 0) {
            throw new UsageException("--application cannot be read in this locale: set LC_ALL=C.UTF-8");
        }
        if (application != null && !Applications.isName(application)) {
            throw new UsageException("--application must be the name of an application");
        }
        if (!name.isEmpty() && !Texts.isPlain(name)) {
            throw new UsageException("--name must be one line of at most " + Texts.LONGEST + " characters");
        }
        int today = UtcDay.today(Clock.systemUTC());
        try (Store store = options.openExisting()) {
            out.println(new TokenTable(store).create(tokenKind, Optional.ofNullable(application), name, today));
        }
        return 0;
    }

    @Command(name = "list", description = "Lists tokens by their IDs.", mixinStandardHelpOptions = true)
    int list(@Mixin StoreOptions options) {
        try (Store store = options.openExisting()) {
            for (Token token : new TokenTable(store).all()) {
                out.println(String.join(
                        "\t",
                        token.id(),
                        token.kind().label(),
                        token.application().orElse("all applications"),
                        LocalDate.ofEpochDay(token.createdDay()).toString(),
                        token.name()));
            }
        }
        return 0;
    }

    @Command(name = "revoke", description = "Revokes a token.", mixinStandardHelpOptions = true)
    int revoke(@Mixin StoreOptions options, @Parameters(paramLabel = "ID", description = "as listed") String id) {
        try (Store store = options.openExisting()) {
            if (!new TokenTable(store).revoke(id)) {
                throw new UsageException("there is no token with this ID: \"token list\" shows them");
            }
        }
        return 0;
    }
}
