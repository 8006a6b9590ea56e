package io.metriton.collector.cli;

import io.metriton.collector.store.StoreException;
import io.metriton.collector.web.ListenException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The program. Exits with 0 if all went well, 1 if it did not, and 2 if it was called wrongly. */
@Command(
        name = "metriton-collector",
        description = "The endpoint that applications report to: counts installations exactly, and keeps no report.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class)
public final class Main {

    private Main() {}

    /** The version of the jar. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Main.class.getPackage().getImplementationVersion();
            return new String[] {version == null ? "not built" : version};
        }
    }

    /**
     * Runs a command.
     *
     * @param arguments the command and its options
     */
    public static void main(String[] arguments) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        int exit;
        try {
            exit = commandLine(out)
                    .setDefaultValueProvider(Defaults.of(System.getenv(), arguments))
                    .execute(arguments);
        } catch (UsageException e) {
            System.err.println(e.getMessage());
            exit = 1;
        }
        System.exit(exit);
    }

    private static CommandLine commandLine(PrintStream out) {
        CommandLine commandLine = new CommandLine(new Main());
        commandLine.setExpandAtFiles(false); // --config is looked for before the arguments are read.
        commandLine.addSubcommand(new ServeCommand(out));
        commandLine.addSubcommand(new TokenCommand(out));
        commandLine.addSubcommand(new SecretCommand(out));
        commandLine.addSubcommand(new BackupCommand(out));
        commandLine.addSubcommand(new RestoreCommand(out));
        commandLine.addSubcommand(new DemoCommand(out));
        commandLine.setExecutionExceptionHandler((e, command, result) -> {
            if (e instanceof UsageException || e instanceof StoreException || e instanceof ListenException) {
                System.err.println(e.getMessage());
                return 1;
            }
            throw e;
        });
        return commandLine;
    }
}
