package io.metriton.collector.cli;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Values of options that the command line leaves out: of {@code --port}, the variable {@code METRITON_COLLECTOR_PORT},
 * else {@code port = …} in the file of {@code --config}. A name in that file that no option has is an error.
 */
final class Defaults implements CommandLine.IDefaultValueProvider {

    static final String PREFIX = "METRITON_COLLECTOR_";
    private static final Pattern SERVICE_LINK = Pattern.compile("(?:tcp|udp|sctp)://");
    private static final Set<String> NAMES = Set.of(
            "host",
            "port",
            "data",
            "database",
            "limit-address",
            "limit-install",
            "retention-days",
            "trusted-proxies",
            "secret-file");

    private final Map<String, String> environment;
    private final Properties file;

    Defaults(Map<String, String> environment, Properties file) {
        this.environment = environment;
        this.file = file;
    }

    /** Reads the file that the arguments or the environment name, if they do. */
    static Defaults of(Map<String, String> environment, String[] arguments) {
        String config = environment.getOrDefault(PREFIX + "CONFIG", "");
        for (int i = 0; i < arguments.length; i++) {
            if (arguments[i].startsWith("--config=")) {
                config = arguments[i].substring("--config=".length());
            } else if (arguments[i].equals("--config") && i + 1 < arguments.length) {
                config = arguments[i + 1];
            }
        }
        return new Defaults(environment, config.isEmpty() ? new Properties() : read(Path.of(config)));
    }

    private static Properties read(Path path) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(path)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw new UsageException("the file of --config cannot be read: " + path + " ("
                    + e.getClass().getSimpleName() + ")");
        }
        Set<String> unknown = new TreeSet<>(properties.stringPropertyNames());
        unknown.removeAll(NAMES);
        if (!unknown.isEmpty()) {
            throw new UsageException("the file of --config has settings that there are not: " + unknown + "; there are "
                    + new TreeSet<>(NAMES));
        }
        return properties;
    }

    /** What Kubernetes sets in each pod beside a Service that is named metriton-collector is no setting. */
    private static String ofKubernetes(String value) {
        return SERVICE_LINK.matcher(value).lookingAt() ? "" : value;
    }

    @Override
    public @Nullable String defaultValue(ArgSpec argument) {
        if (!(argument instanceof OptionSpec option) || !option.longestName().startsWith("--")) {
            return null;
        }
        String name = option.longestName().substring(2);
        if (!NAMES.contains(name)) {
            return null;
        }
        String variable = PREFIX + name.toUpperCase(Locale.ROOT).replace('-', '_');
        String fromEnvironment =
                ofKubernetes(environment.getOrDefault(variable, "").strip());
        String fromFile = file.getProperty(name, "").strip(); // Properties keep blanks at the end of a line.
        String found = fromEnvironment.isEmpty() ? fromFile : fromEnvironment;
        return found.isEmpty() ? null : found;
    }
}
