package io.metriton.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What {@link OutboxWorker}s wrote down, and what is wrong with it. */
final class OutboxHistory {
    private final Map<String, List<Line>> byKey = new HashMap<>();
    private final Map<String, Long> lastSeen = new HashMap<>();
    private final List<String> wrong = new ArrayList<>();

    private record Line(String life, long time, String what, String key) {
        static Line parse(String text) {
            String[] parts = text.split(" ", -1);
            return new Line(parts[0], Long.parseLong(parts[1]), parts[2], parts[3]);
        }

        boolean isOneOf(String... all) {
            return List.of(all).contains(what);
        }
    }

    static OutboxHistory read(Path logs) throws IOException {
        OutboxHistory history = new OutboxHistory();
        try (Stream<Path> files = Files.list(logs)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                String text = Files.readString(file);
                // A process may be killed within a line.
                text.substring(0, text.lastIndexOf('\n') + 1)
                        .lines()
                        .map(Line::parse)
                        .forEach(history::add);
            }
        }
        history.byKey.values().forEach(lines -> lines.sort(Comparator.comparingLong(Line::time)));
        return history;
    }

    private void add(Line line) {
        lastSeen.merge(line.life(), line.time(), Math::max);
        if (line.isOneOf("damaged", "discarded")) {
            wrong.add(line.toString());
        }
        byKey.computeIfAbsent(line.key(), key -> new ArrayList<>()).add(line);
    }

    /** How many times something happened. */
    long count(String what) {
        return byKey.values().stream()
                .flatMap(List::stream)
                .filter(line -> line.isOneOf(what))
                .count();
    }

    Set<String> keys(String what) {
        return byKey.values().stream()
                .flatMap(List::stream)
                .filter(line -> line.isOneOf(what))
                .map(Line::key)
                .collect(Collectors.toSet());
    }

    /** What must not be, given what was found in the end. */
    List<String> wrong(Set<String> found) {
        Set<String> putting = keys("putting");
        found.stream()
                .filter(key -> !putting.contains(key))
                .forEach(key -> wrong.add("found, and nobody put it: " + key));
        byKey.forEach((key, lines) -> check(key, lines, found.contains(key)));
        return wrong;
    }

    private void check(String key, List<Line> lines, boolean found) {
        long removed = lines.stream().filter(line -> line.isOneOf("removed")).count();
        boolean maybeRemoved = lines.stream().anyMatch(line -> line.isOneOf("removing"));
        boolean kept = lines.stream().anyMatch(line -> line.isOneOf("put", "took"));
        if (kept && !found && !maybeRemoved) {
            wrong.add("lost: " + lines);
        }
        if (removed > 1 || (removed == 1 && found)) {
            wrong.add("removed, and still there: " + lines);
        }
        checkOwners(lines);
    }

    /** Whoever had claimed it must have ended before the next one has it. */
    private void checkOwners(List<Line> lines) {
        Set<String> before = new HashSet<>();
        for (Line line : lines) {
            if (line.isOneOf("claimed", "took")) {
                for (String life : before) {
                    if (lastSeen.getOrDefault(life, 0L) > line.time()) {
                        wrong.add("two own it: " + lines + ", the first one lived until " + lastSeen.get(life));
                    }
                }
                before.add(line.life());
            }
        }
        int removed = lines.stream().map(Line::what).toList().indexOf("removed");
        if (removed >= 0 && lines.subList(removed, lines.size()).stream().anyMatch(line -> line.isOneOf("took"))) {
            wrong.add("taken over after it was removed: " + lines);
        }
    }
}
