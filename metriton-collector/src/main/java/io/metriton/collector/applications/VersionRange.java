package io.metriton.collector.applications;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Versions between bounds, all of which hold: {@code >=1.0.0 <1.4.2}. Immutable. */
public final class VersionRange {

    private static final Pattern BOUND =
            Pattern.compile("\\p{javaWhitespace}*(?:(<=|>=|<|>|=)\\s*)?([0-9A-Za-z.+_-]{1,64})");
    private static final String ALL = "*";
    private static final int MOST_BOUNDS = 20;

    private final List<Bound> bounds;

    private record Bound(IntPredicate holds, String version) {
        boolean contains(String other) {
            return holds.test(VersionOrder.INSTANCE.compare(other, version));
        }
    }

    private VersionRange(List<Bound> bounds) {
        this.bounds = List.copyOf(bounds);
    }

    /**
     * Reads a range.
     *
     * @param text at most {@value #MOST_BOUNDS} bounds with {@code <}, {@code <=}, {@code >}, {@code >=} or {@code =} (which
     *     may be left out), separated by white space or commas; {@code *} for all versions
     * @return the range
     * @throws IllegalArgumentException if the text is none
     */
    public static VersionRange of(String text) {
        VersionRange range = stored(text);
        if (range.bounds.size() > MOST_BOUNDS) {
            throw new IllegalArgumentException(
                    "versions must be at most " + MOST_BOUNDS + " bounds, not " + range.bounds.size());
        }
        return range;
    }

    /** Reads a range of any number of bounds: one that was set before there was a limit must not stop the start. */
    static VersionRange stored(String text) {
        List<Bound> bounds = new ArrayList<>();
        String rest = text.replace(',', ' ').strip();
        if (rest.equals(ALL)) {
            return new VersionRange(bounds);
        }
        Matcher matcher = BOUND.matcher(rest);
        int end = 0;
        while (end < rest.length() && matcher.region(end, rest.length()).lookingAt()) {
            bounds.add(new Bound(holds(matcher.group(1)), matcher.group(2)));
            end = matcher.end();
        }
        if (bounds.isEmpty() || end < rest.length()) {
            throw new IllegalArgumentException("versions must be bounds such as \">=1.0.0 <1.4.2\", or \"*\"");
        }
        return new VersionRange(bounds);
    }

    private static IntPredicate holds(@Nullable String operator) {
        return switch (operator == null ? "=" : operator) {
            case "<" -> order -> order < 0;
            case "<=" -> order -> order <= 0;
            case ">" -> order -> order > 0;
            case ">=" -> order -> order >= 0;
            default -> order -> order == 0;
        };
    }

    /**
     * Whether a version is in the range.
     *
     * @param version any text
     * @return whether all bounds hold
     */
    public boolean contains(String version) {
        return bounds.stream().allMatch(bound -> bound.contains(version));
    }
}
