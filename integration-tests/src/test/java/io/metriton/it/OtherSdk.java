package io.metriton.it;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Another version of the SDK, made of the present one: in every class of the jars of this project, the text of the
 * version is replaced by one of the same length, as if it had been compiled so. Nothing else differs.
 */
final class OtherSdk {
    /** Set by the build. */
    static final String PRESENT = System.getProperty("metriton.version");

    /** As long as the present one. */
    static final String VERSION = "9" + PRESENT.substring(1);

    private OtherSdk() {}

    /** A copy of a plug-in's folder, in which the jars of the SDK are of that version. */
    static Path in(Path target, Path plugIn) throws IOException {
        Path lib = Files.createDirectories(target.resolve("lib"));
        Files.copy(plugIn.resolve("app.jar"), target.resolve("app.jar"));
        try (Stream<Path> jars = Files.list(plugIn.resolve("lib"))) {
            for (Path jar : (Iterable<Path>) jars::iterator) {
                String name = jar.getFileName().toString();
                if (name.startsWith("metriton-")) {
                    rewrite(jar, lib.resolve(name.replace(PRESENT, VERSION)));
                } else {
                    Files.copy(jar, lib.resolve(name));
                }
            }
        }
        return target;
    }

    private static void rewrite(Path from, Path to) throws IOException {
        try (ZipFile jar = new ZipFile(from.toFile());
                OutputStream file = Files.newOutputStream(to);
                ZipOutputStream out = new ZipOutputStream(file)) {
            List<? extends ZipEntry> entries = Collections.list(jar.entries());
            for (ZipEntry entry : entries) {
                out.putNextEntry(new ZipEntry(entry.getName()));
                try (InputStream in = jar.getInputStream(entry)) {
                    out.write(replace(in.readAllBytes()));
                }
                out.closeEntry();
            }
        }
    }

    /** Byte for byte: ISO 8859-1 keeps every byte as it is. */
    private static byte[] replace(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1)
                .replace(PRESENT, VERSION)
                .getBytes(StandardCharsets.ISO_8859_1);
    }
}
