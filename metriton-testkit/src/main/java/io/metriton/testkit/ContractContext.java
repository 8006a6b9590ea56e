package io.metriton.testkit;

import io.metriton.api.InstallIdContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A context that can be written to a file, for another process to read. */
record ContractContext(String application, String version, Map<String, String> environment)
        implements InstallIdContext {
    private static final String VARIABLE = "variable.";

    static Map<String, String> environment(Path home) {
        return Map.of(
                "HOME",
                home.toString(),
                "XDG_CONFIG_HOME",
                home.resolve(".config").toString(),
                "APPDATA",
                home.resolve("AppData").toString());
    }

    static void write(InstallIdContext context, Path file) throws IOException {
        Properties properties = new Properties();
        properties.setProperty("application", context.application());
        properties.setProperty("version", context.version());
        context.environment().forEach((name, value) -> properties.setProperty(VARIABLE + name, value));
        try (OutputStream out = Files.newOutputStream(file)) {
            properties.store(out, null);
        }
    }

    static ContractContext read(Path file) throws IOException {
        Properties properties = new Properties();
        try (InputStream in = Files.newInputStream(file)) {
            properties.load(in);
        }
        Map<String, String> environment = properties.stringPropertyNames().stream()
                .filter(name -> name.startsWith(VARIABLE))
                .collect(Collectors.toUnmodifiableMap(
                        name -> name.substring(VARIABLE.length()), name -> properties.getProperty(name, "")));
        return new ContractContext(
                properties.getProperty("application", ""), properties.getProperty("version", ""), environment);
    }

    /** Not looked at: metadata is the provider's to choose. */
    @Override
    public void putBaseMetadata(String key, @Nullable Object value) {}
}
