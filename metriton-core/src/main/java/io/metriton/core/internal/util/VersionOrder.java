package io.metriton.core.internal.util;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A version as it is compared with others: the release it is of, and the words that are said of that release, each with its
 * numbers. Immutable.
 */
public final class VersionOrder implements Comparable<VersionOrder> {
    private static final int MAX_LENGTH = 64;
    private static final Pattern VERSION =
            Pattern.compile("[vV]?([0-9]+(?:[._-]?[0-9A-Za-z]+)*)(?:\\+[0-9A-Za-z.+_-]*)?");
    private static final Pattern PART = Pattern.compile("[0-9]+|[A-Za-z]+");
    private static final int RELEASE = 0;
    private static final int UNKNOWN = 2;
    private static final Map<String, Integer> RANKS = Map.ofEntries(
            Map.entry("alpha", -5),
            Map.entry("a", -5),
            Map.entry("beta", -4),
            Map.entry("b", -4),
            Map.entry("milestone", -3),
            Map.entry("m", -3),
            Map.entry("rc", -2),
            Map.entry("cr", -2),
            Map.entry("pre", -2),
            Map.entry("dev", -1),
            Map.entry("snapshot", -1),
            Map.entry("final", RELEASE),
            Map.entry("ga", RELEASE),
            Map.entry("release", RELEASE),
            Map.entry("sp", 1));
    private static final Part NOTHING = new Part(RELEASE, "", List.of());

    /** The first has no word: it is the release. A word that says no more than that is left out. */
    private final List<Part> parts;

    private VersionOrder(List<Part> parts) {
        this.parts = parts;
    }

    /** A word with the numbers that follow it, without zeros at the end. */
    private record Part(int rank, String unknown, List<BigInteger> numbers) implements Comparable<Part> {

        static Part of(String word, List<BigInteger> numbers) {
            int end = numbers.size();
            while (end > 0 && numbers.get(end - 1).signum() == 0) {
                end--;
            }
            int rank = RANKS.getOrDefault(word, word.isEmpty() ? RELEASE : UNKNOWN);
            return new Part(rank, rank == UNKNOWN ? word : "", List.copyOf(numbers.subList(0, end)));
        }

        @Override
        public int compareTo(Part other) {
            int order = Integer.compare(rank, other.rank);
            order = order != 0 ? order : unknown.compareTo(other.unknown);
            for (int i = 0; order == 0 && i < Math.max(numbers.size(), other.numbers.size()); i++) {
                order = number(i).compareTo(other.number(i));
            }
            return order;
        }

        private BigInteger number(int index) {
            return index < numbers.size() ? numbers.get(index) : BigInteger.ZERO;
        }
    }

    /** Empty if the text is no version. */
    public static Optional<VersionOrder> parse(String text) {
        if (text.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        Matcher version = VERSION.matcher(text);
        if (!version.matches()) {
            return Optional.empty();
        }
        List<Part> parts = new ArrayList<>();
        List<BigInteger> numbers = new ArrayList<>();
        String word = "";
        for (Matcher part = PART.matcher(version.group(1)); part.find(); ) {
            if (Character.isDigit(part.group().charAt(0))) {
                numbers.add(new BigInteger(part.group()));
            } else {
                add(parts, Part.of(word, numbers));
                word = part.group().toLowerCase(Locale.ROOT);
                numbers.clear();
            }
        }
        add(parts, Part.of(word, numbers));
        return Optional.of(new VersionOrder(parts));
    }

    private static void add(List<Part> parts, Part part) {
        if (parts.isEmpty() || !part.equals(NOTHING)) {
            parts.add(part);
        }
    }

    /** Whether a word is said of it that comes before the release. */
    public boolean isPreRelease() {
        return parts.stream().anyMatch(part -> part.rank() < RELEASE);
    }

    @Override
    public int compareTo(VersionOrder other) {
        int order = 0;
        for (int i = 0; order == 0 && i < Math.max(parts.size(), other.parts.size()); i++) {
            order = part(i).compareTo(other.part(i));
        }
        return order;
    }

    private Part part(int index) {
        return index < parts.size() ? parts.get(index) : NOTHING;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof VersionOrder order && parts.equals(order.parts);
    }

    @Override
    public int hashCode() {
        return parts.hashCode();
    }
}
