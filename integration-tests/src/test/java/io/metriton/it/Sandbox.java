package io.metriton.it;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The folder in which one case plays: {@code home} is $HOME. Knows what was there before and what changed. */
final class Sandbox {
    private final Path root;
    private final Map<String, String> before;

    Sandbox(Path root, JsonNode files) throws IOException {
        this.root = root;
        Files.createDirectories(root.resolve("home"));
        for (JsonNode file : files) {
            make(file);
        }
        for (JsonNode file : files) {
            if (file.has("mode")) { // Only now: a folder may be about to lose its write permission.
                Files.setPosixFilePermissions(root.resolve(file.get("path").textValue()), permissions(file));
            }
        }
        this.before = contents();
    }

    Path root() {
        return root;
    }

    /** Path and content of every file that was made or changed. */
    Map<String, String> changed() throws IOException {
        Map<String, String> changed = new TreeMap<>(contents());
        before.forEach((path, content) -> changed.remove(path, content));
        return changed;
    }

    String mode(String path) throws IOException {
        int mode = 0;
        for (PosixFilePermission each : Files.getPosixFilePermissions(root.resolve(path))) {
            mode |= 0400 >> each.ordinal();
        }
        return String.format("%04o", mode);
    }

    private void make(JsonNode file) throws IOException {
        Path path = root.resolve(file.get("path").textValue());
        Files.createDirectories(path.getParent());
        switch (file.get("type").textValue()) {
            case "dir" -> Files.createDirectories(path);
            case "symlink" ->
                Files.createSymbolicLink(path, Path.of(file.get("target").textValue()));
            default -> Files.write(path, content(file));
        }
    }

    private static byte[] content(JsonNode file) {
        if (file.has("content_b64")) {
            return Base64.getDecoder().decode(file.get("content_b64").textValue());
        }
        JsonNode content = file.get("content");
        return content.isObject()
                ? "x".repeat(content.get("$string_len_bytes").asInt()).getBytes(StandardCharsets.UTF_8)
                : content.textValue().getBytes(StandardCharsets.UTF_8);
    }

    private static Set<PosixFilePermission> permissions(JsonNode file) {
        int mode = Integer.parseInt(file.get("mode").textValue(), 8);
        StringBuilder text = new StringBuilder();
        for (int bit = 8; bit >= 0; bit--) {
            text.append((mode >> bit & 1) == 1 ? "xwr".charAt(bit % 3) : '-');
        }
        return PosixFilePermissions.fromString(text.toString());
    }

    private Map<String, String> contents() throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(root)) {
            for (Path path : (Iterable<Path>) paths::iterator) {
                if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
                    contents.put(
                            root.relativize(path).toString(),
                            new String(Files.readAllBytes(path), StandardCharsets.UTF_8));
                }
            }
        }
        return contents;
    }
}
