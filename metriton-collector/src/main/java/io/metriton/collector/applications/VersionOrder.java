package io.metriton.collector.applications;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The order of versions: numbers by value, pre-releases before the release that they are of, unknown words after it.
 * What follows {@code +} does not count, nor do a leading {@code v} and zeros at the end of numbers.
 */
public final class VersionOrder implements Comparator<String> {

    /** The only one; it has no state. */
    public static final VersionOrder INSTANCE = new VersionOrder();

    private static final Pattern LEADING_V = Pattern.compile("^v(?=[0-9])");
    private static final Pattern TOKEN = Pattern.compile("[0-9]+|[^0-9._-]+");
    private static final int NOTHING = 0;
    private static final int UNKNOWN = 2;
    private static final int NUMBER = 3;
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
            Map.entry("final", NOTHING),
            Map.entry("ga", NOTHING),
            Map.entry("release", NOTHING),
            Map.entry("sp", 1));

    private VersionOrder() {}

    /**
     * A number or a word of a version. Zeros at the end of numbers are no tokens, so that one that is there comes after
     * the end of another version, and after a word, too: 1.0-sp1 is of 1.0.
     */
    private record Token(int rank, BigInteger number, String word) {

        static final Token END = new Token(NOTHING, BigInteger.ZERO, "");

        static Token of(String text) {
            // Not Character.isDigit: digits of other scripts are letters of a word here, as in the pattern.
            if (text.charAt(0) >= '0' && text.charAt(0) <= '9') {
                return new Token(NUMBER, new BigInteger(text), "");
            }
            int rank = RANKS.getOrDefault(text, UNKNOWN);
            return new Token(rank, BigInteger.ZERO, rank == UNKNOWN ? text : "");
        }

        boolean saysNothing() {
            return rank == NOTHING || (rank == NUMBER && number.signum() == 0);
        }

        int compare(Token other) {
            int ranks = Integer.compare(rank, other.rank);
            int numbers = number.compareTo(other.number);
            return ranks != 0 ? ranks : numbers != 0 ? numbers : word.compareTo(other.word);
        }
    }

    @Override
    public int compare(String one, String other) {
        List<Token> tokens = tokens(one);
        List<Token> others = tokens(other);
        for (int i = 0; i < Math.max(tokens.size(), others.size()); i++) {
            Token token = i < tokens.size() ? tokens.get(i) : Token.END;
            Token counterpart = i < others.size() ? others.get(i) : Token.END;
            int order = token.compare(counterpart);
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    private static List<Token> tokens(String version) {
        String text =
                LEADING_V.matcher(version.strip().toLowerCase(Locale.ROOT)).replaceFirst("");
        int build = text.indexOf('+');
        Matcher matcher = TOKEN.matcher(build < 0 ? text : text.substring(0, build));
        List<Token> tokens = new ArrayList<>();
        while (matcher.find()) {
            Token token = Token.of(matcher.group());
            if (token.rank() != NUMBER) {
                trim(tokens);
            }
            tokens.add(token);
        }
        trim(tokens);
        return tokens;
    }

    /** Drops what says nothing before a word and at the end: 1.0-rc is of 1, 1.0.0 and 1-final are 1, 1-final1 is not. */
    private static void trim(List<Token> tokens) {
        while (!tokens.isEmpty() && tokens.get(tokens.size() - 1).saysNothing()) {
            tokens.remove(tokens.size() - 1);
        }
    }
}
