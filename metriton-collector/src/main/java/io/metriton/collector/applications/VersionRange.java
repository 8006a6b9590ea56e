package io.metriton.collector.applications;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Versions between bounds, all of which hold: {@code >=1.0.0 <1.4.2}. Immutable. */
public final class VersionRange {

    /** After "=" any text: without blanks and commas, or in quotation marks. */
    private static final Pattern BOUND = Pattern.compile("[\\p{javaWhitespace},]*"
            + "(?:=\\s*\"(?<quoted>[^\"]{1,128})\""
            + "|=\\s*(?<equal>[^\\s,\"<>=]{1,128})"
            + "|(?<operator><=|>=|<|>)?\\s*(?<version>[0-9A-Za-z.+_-]{1,64}))");

    private static final Pattern PLAIN = Pattern.compile("[0-9A-Za-z.+_-]{1,64}");
    private static final Pattern HAS_DIGIT = Pattern.compile("[0-9]");
    private static final Pattern PLACEHOLDER = Pattern.compile("(^|\\.)[xX](\\.|$)");

    /** As the SDK compares versions: "nightly" or "main" is neither before nor after another. */
    private static final Pattern ORDERED =
            Pattern.compile("[vV]?[0-9]+(?:[._-]?[0-9A-Za-z]+)*(?:\\+[0-9A-Za-z.+_-]*)?");

    private static final int LONGEST_ORDERED = 64;
    private static final String ALL = "*";
    private static final int MOST_BOUNDS = 20;

    private final List<Bound> bounds;

    private record Bound(@Nullable String operator, String version) {
        boolean contains(String other) {
            if ((isLower() || isUpper()) && !(isOrdered(other) && isOrdered(version))) {
                return false;
            }
            if (!PLAIN.matcher(version).matches()) {
                return other.equals(version); // Which no order knows.
            }
            int order = VersionOrder.INSTANCE.compare(other, version);
            return switch (operator == null ? "=" : operator) {
                case "<" -> order < 0;
                case "<=" -> order <= 0;
                case ">" -> order > 0;
                case ">=" -> order >= 0;
                default -> order == 0;
            };
        }

        private static boolean isOrdered(String version) {
            return version.length() <= LONGEST_ORDERED
                    && ORDERED.matcher(version).matches();
        }

        boolean isLower() {
            return operator != null && operator.startsWith(">");
        }

        boolean isUpper() {
            return operator != null && operator.startsWith("<");
        }

        /**
         * Whether it can be meant: "latest", "1.x" and the dash of "1.0 - 1.4" are for other tools, and nothing is below or above
         * "nightly-7".
         */
        boolean isMeant() {
            boolean isOfAnOrder = isLower() || isUpper();
            boolean isPart = isOfAnOrder
                    ? isOrdered(version)
                    : HAS_DIGIT.matcher(version).find();
            return "=".equals(operator)
                    || (isPart && !PLACEHOLDER.matcher(version).find());
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
     * @throws IllegalArgumentException if the text is none, says which build ({@code +}) it means, or no version is in all
     *     bounds
     */
    public static VersionRange of(String text) {
        VersionRange range = stored(text);
        if (range.bounds.size() > MOST_BOUNDS) {
            throw new IllegalArgumentException(
                    "versions must be at most " + MOST_BOUNDS + " bounds, not " + range.bounds.size());
        }
        for (Bound bound : range.bounds) {
            if (bound.version().indexOf('+') >= 0) {
                throw new IllegalArgumentException(
                        "versions must be bounds without \"+\": what follows it does not count, so \"" + bound.version()
                                + "\" would be every build of that version");
            }
            if (!bound.isMeant()) {
                throw new IllegalArgumentException("versions must be bounds such as \">=1.0.0 <1.4.2\", which \""
                        + bound.version() + "\" is not; \"=" + bound.version() + "\" is the version of this name");
            }
        }
        if (range.isEmpty()) {
            throw new IllegalArgumentException("versions must be bounds that hold together: no version is in \"" + text
                    + "\"; give each range a rule of its own");
        }
        return range;
    }

    /** Reads a range of any number of bounds: one that was set before there was a limit must not stop the start. */
    static VersionRange stored(String text) {
        List<Bound> bounds = new ArrayList<>();
        if (text.replace(',', ' ').strip().equals(ALL)) {
            return new VersionRange(bounds);
        }
        String rest = withoutEnd(text);
        Matcher matcher = BOUND.matcher(rest);
        int end = 0;
        while (end < rest.length() && matcher.region(end, rest.length()).lookingAt()) {
            bounds.add(bound(matcher));
            end = matcher.end();
        }
        if (bounds.isEmpty() || end < rest.length()) {
            throw new IllegalArgumentException("versions must be bounds such as \">=1.0.0 <1.4.2\", or \"*\"");
        }
        return new VersionRange(bounds);
    }

    private static String withoutEnd(String text) {
        int end = text.length();
        while (end > 0 && (text.charAt(end - 1) == ',' || Character.isWhitespace(text.charAt(end - 1)))) {
            end--;
        }
        return text.substring(0, end);
    }

    private static Bound bound(Matcher matcher) {
        String equal = matcher.group("quoted") == null ? matcher.group("equal") : matcher.group("quoted");
        return equal == null ? new Bound(matcher.group("operator"), matcher.group("version")) : new Bound("=", equal);
    }

    /** Whether two bounds exclude each other. */
    private boolean isEmpty() {
        for (Bound one : bounds) {
            for (Bound other : bounds) {
                boolean single = !one.isLower() && !one.isUpper() && !other.contains(one.version());
                boolean apart = one.isLower()
                        && other.isUpper()
                        && !(one.contains(other.version()) && other.contains(one.version()));
                if (single || apart) {
                    return true;
                }
            }
        }
        return false;
    }

    /**
     * Whether a version is in the range.
     *
     * @param version any text; one that begins with no number, such as {@code nightly}, is neither less nor greater than another
     * @return whether all bounds hold
     */
    public boolean contains(String version) {
        return bounds.stream().allMatch(bound -> bound.contains(version));
    }
}
