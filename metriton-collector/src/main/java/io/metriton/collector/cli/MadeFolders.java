package io.metriton.collector.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Which folders on the way to one were not there before a command, so that it can take them back. Confined to one thread. */
final class MadeFolders {

    private final List<Path> missing = new ArrayList<>();

    /** Looks which folders there are now. */
    MadeFolders(Path folder) {
        for (Path each = folder.toAbsolutePath().normalize();
                each != null && !Files.exists(each);
                each = each.getParent()) {
            missing.add(each);
        }
    }

    /** Deletes what was made since then, with all that is in it. */
    void remove() throws IOException {
        if (missing.isEmpty() || !Files.exists(missing.get(missing.size() - 1))) {
            return;
        }
        List<Path> made;
        try (Stream<Path> files = Files.walk(missing.get(missing.size() - 1))) {
            made = files.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path each : made) {
            Files.delete(each);
        }
    }
}
