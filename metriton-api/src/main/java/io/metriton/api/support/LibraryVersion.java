package io.metriton.api.support;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.security.CodeSource;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds out which version of a library a class is of, for messages: by {@code Implementation-Version} of its jar's manifest,
 * else by the {@code pom.properties} beside it, else by the name of the jar. Stateless. Reads the jar, so it may block.
 */
public final class LibraryVersion {
    private static final String UNKNOWN = "unknown";
    private static final Pattern JAR = Pattern.compile("-(\\d[^/]*)\\.jar$");

    private LibraryVersion() {}

    /**
     * The version of a library.
     *
     * @param loader sees the library
     * @param className of a class of the library
     * @param artifact {@code group:artifact}, by which its {@code pom.properties} is found
     * @return {@code unknown} if nothing says it, or the class is not there
     */
    public static String of(@Nullable ClassLoader loader, String className, String artifact) {
        try {
            Class<?> type = Class.forName(className, false, loader);
            String version = manifest(type);
            if (version == null) {
                version = pomProperties(type, artifact);
            }
            return version == null ? fileName(type) : version;
        } catch (ClassNotFoundException | LinkageError | IOException | RuntimeException e) {
            return UNKNOWN; // It is for a message about something worse.
        }
    }

    /**
     * The class that was missing, or lacked a member: by it the library is found that is too old.
     *
     * @param missing what was thrown, by the JVM or by reflection
     * @return a class name with dots, or else the message
     */
    public static String missingFrom(Throwable missing) {
        String text = String.valueOf(missing.getMessage()).replace('/', '.');
        int parameters = text.indexOf('('); // As in: 'void a.Owner.method(b.Parameter)'
        String member = parameters < 0 ? text : text.substring(0, parameters);
        return member.substring(member.lastIndexOf(' ') + 1);
    }

    private static @Nullable String manifest(Class<?> type) {
        Package of = type.getPackage();
        return of == null ? null : of.getImplementationVersion();
    }

    private static @Nullable String pomProperties(Class<?> type, String artifact) throws IOException {
        String path = "/META-INF/maven/" + artifact.replace(':', '/') + "/pom.properties";
        try (InputStream in = type.getResourceAsStream(path)) {
            if (in == null) {
                return null;
            }
            Properties properties = new Properties();
            properties.load(in);
            return properties.getProperty("version");
        }
    }

    private static String fileName(Class<?> type) {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        URL location = source == null ? null : source.getLocation();
        Matcher name = JAR.matcher(location == null ? "" : location.getPath());
        return name.find() ? name.group(1) : UNKNOWN;
    }
}
