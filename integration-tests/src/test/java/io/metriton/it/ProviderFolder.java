package io.metriton.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.metriton.api.TransportProvider;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** A class path entry with providers that are written and compiled as the test goes, good ones and bad ones. */
final class ProviderFolder {
    private final Path path;

    ProviderFolder(Path path) throws IOException {
        this.path = Files.createDirectories(path);
    }

    Path path() {
        return path;
    }

    /** A transport under the class name {@code acme.<simpleName>} that sends nothing, and says so by that name. */
    ProviderFolder transport(String simpleName, String name, int priority) throws IOException {
        return transport(
                simpleName,
                "",
                "return \"" + name + "\";",
                "return " + priority + ";",
                "return r -> { throw new java.io.IOException(\"acme." + simpleName + "\"); };");
    }

    /** A transport provider whose methods do what they are told, in Java. */
    ProviderFolder transport(String simpleName, String constructor, String name, String priority, String create)
            throws IOException {
        source(
                simpleName,
                "import io.metriton.api.*;",
                "public class " + simpleName + " implements TransportProvider {",
                "  public " + simpleName + "() { " + constructor + " }",
                "  @Override public String name() { " + name + " }",
                "  @Override public int priority() { " + priority + " }",
                "  @Override public Transport create(TransportConfig config) { " + create + " }",
                "}");
        return registerTransport("acme." + simpleName);
    }

    /** A provider of install IDs whose methods do what they are told, in Java. */
    ProviderFolder installId(String simpleName, String installId, String priority) throws IOException {
        source(
                simpleName,
                "import io.metriton.api.*;",
                "public class " + simpleName + " implements InstallIdProvider {",
                "  @Override public java.util.Optional<String> installId(InstallIdContext context)"
                        + " throws java.io.IOException { " + installId + " }",
                "  @Override public int priority() { " + priority + " }",
                "}");
        return register("io.metriton.api.InstallIdProvider", "acme." + simpleName);
    }

    ProviderFolder source(String simpleName, String... lines) throws IOException {
        Path file = path.resolve("acme").resolve(simpleName + ".java");
        Files.createDirectories(file.getParent());
        Files.writeString(file, "package acme;\n" + String.join("\n", lines));
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter said = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            List<String> options = List.of(
                    "-proc:none",
                    "-d",
                    path.toString(),
                    "-cp",
                    path + System.getProperty("path.separator") + ChildJvm.locationOf(TransportProvider.class));
            boolean compiled = compiler.getTask(said, files, null, options, null, files.getJavaFileObjects(file))
                    .call();
            assertThat(compiled).as("%s", said).isTrue();
        }
        return this;
    }

    ProviderFolder registerTransport(String line) throws IOException {
        return register("io.metriton.api.TransportProvider", line);
    }

    ProviderFolder register(String service, String line) throws IOException {
        Path file = Files.createDirectories(path.resolve("META-INF/services")).resolve(service);
        Files.writeString(file, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        return this;
    }
}
