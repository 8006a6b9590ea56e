package io.metriton.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UpdatesTest {
    private static final int PAIRS = 200_000;

    @ParameterizedTest
    @CsvSource({
        "1.0.1, 1.0.0",
        "1.10, 1.9",
        "2, 1.99",
        "v1.1.0, 1.0.0",
        "1.1.0, V1.0.0",
        "1.0.0, 1.0.0-rc1",
        "1.0.0, 1.0.0.RC1",
        "1.0.0, 1.0.0rc1",
        "1.0.0, 1.0.0.M1",
        "1.0.0, 1.0.0_Beta1",
        "1.0.0, 1.0.0-SNAPSHOT",
        "1.0.0-SNAPSHOT, 1.0.0-rc9",
        "1.0.0-dev, 1.0.0-cr9",
        "1.0.0-pre1, 1.0.0-m9",
        "1.0.0-milestone1, 1.0.0-b9",
        "1.0.0-beta, 1.0.0-a9",
        "1.0.0-rc10, 1.0.0-rc9",
        "1.0.0-rc.2, 1.0.0-rc-1",
        "1.0.0-rc1, 1.0.0-rc",
        "1.0.0-rc1, 1.0.0-rc1-SNAPSHOT",
        "1.0.0-sp1, 1.0.0",
        "1.0.0-sp2, 1.0.0.SP1",
        "33.0-jre, 33.0",
        "33.0-jre, 33.0-rc1",
        "33.0.1, 33.0-jre",
        "33.1-jre, 33.0-jre",
        "2026.11.22, 2026.11.9",
        "202611221234, 1.0",
        "1.99999999999999999999999, 1.99999999999999999999998",
        "1.0.1+1, 1.0.0+2",
        "2.0, 1.0-SNAPSHOT"
    })
    void newerVersion_isNewerAndNotTheOtherWayRound(String latest, String current) {
        assertThat(Updates.isNewer(latest, current)).isTrue();
        assertThat(Updates.isNewer(current, latest)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "1.0.0, 1.0.0",
        "v1.0.0, 1.0.0",
        "1.0, 1.0.0",
        "1, 1.0.0.0",
        "01.0, 1.00",
        "1.0.0+1, 1.0.0",
        "1.0.0+2, 1.0.0+1",
        "1.0.0.Final, 1.0.0",
        "1.0.0-GA, 1.0.0.RELEASE",
        "1.0-rc1, 1.0.0.CR1",
        "1.0-pre0, 1.0.0RC",
        "1.0a1, 1.0-Alpha.1",
        "1.0.Final-dev, 1.0_SNAPSHOT",
        "1.0-JRE, 1.0.jre"
    })
    void sameVersion_isNotNewer(String latest, String current) {
        assertThat(Updates.isNewer(latest, current)).isFalse();
        assertThat(Updates.isNewer(current, latest)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"2.0.0-SNAPSHOT", "2.0-rc1", "2.0.M1", "2.0a", "2.0.0-jre-beta", "2.0-dev", "2.0-alpha-sp1"})
    void preRelease_isNewerForAPreReleaseOnly(String latest) {
        assertThat(Updates.isNewer(latest, "1.0")).isFalse();
        assertThat(Updates.isNewer(latest, "1.0.Final")).isFalse();
        assertThat(Updates.isNewer(latest, "1.0-jre")).isFalse();
        assertThat(Updates.isNewer(latest, "1.0-alpha1")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "unknown",
                "v",
                "vv9",
                "9..0",
                "9.0-",
                "9.",
                ".9",
                "-9",
                "+9",
                "9.9 ",
                " 9.9",
                "9.9\u001b[31m",
                "9\n",
                "9.9\u0000",
                "9/9",
                "9:9",
                "9~1",
                "\u0669.9",
                "9.\u00e9",
                "9,9",
                "rc1"
            })
    void textThatIsNoVersion_tellsNobodyToUpdate(String text) {
        assertThat(Updates.isNewer(text, "1.0")).isFalse();
        assertThat(Updates.isNewer("1.0", text)).isFalse();
    }

    @Test
    void textOfMoreThan64Characters_tellsNobodyToUpdate() {
        assertThat(Updates.isNewer("2." + "0".repeat(62), "1.0")).isTrue();
        assertThat(Updates.isNewer("2." + "0".repeat(63), "1.0")).isFalse();
        assertThat(Updates.isNewer("2.0+" + "x".repeat(60), "1.0")).isTrue();
        assertThat(Updates.isNewer("2.0+" + "x".repeat(61), "1.0")).isFalse();
    }

    @Test
    void randomPairs_areOrderedAsTheyWereMade() {
        Random random = new Random(7);
        int newer = 0;
        for (int i = 0; i < PAIRS; i++) {
            Made latest = Made.random(random);
            Made current = random.nextInt(4) == 0 ? latest.again(random) : Made.random(random);
            boolean expected = latest.isNewerThan(current);
            newer += expected ? 1 : 0;
            assertThat(Updates.isNewer(latest.text, current.text))
                    .as(latest.text + " newer than " + current.text)
                    .isEqualTo(expected);
        }
        assertThat(newer).isBetween(PAIRS / 10, PAIRS * 9 / 10);
    }

    /**
     * A version that is written from what it means, so that nothing has to be parsed: three numbers, and a word with its
     * number, which together are one sum of digits.
     */
    private static final class Made {
        private static final List<List<String>> WORDS = List.of(
                List.of("alpha", "a"),
                List.of("beta", "b"),
                List.of("milestone", "m"),
                List.of("rc", "cr", "pre"),
                List.of("dev", "snapshot"),
                List.of("", "final", "ga", "release"),
                List.of("sp"),
                List.of("jre"));
        private static final int RELEASE = 5;

        private final int[] numbers;
        private final int word;
        private final int wordNumber;
        private final String text;

        private Made(int[] numbers, int word, int wordNumber, Random random) {
            this.numbers = numbers;
            this.word = word;
            this.wordNumber = wordNumber;
            this.text = write(random);
        }

        static Made random(Random random) {
            int[] numbers = {random.nextInt(3), random.nextInt(12), random.nextInt(2) * random.nextInt(12)};
            int word = random.nextInt(WORDS.size());
            return new Made(numbers, word, word == RELEASE ? 0 : random.nextInt(12), random);
        }

        /** The same numbers, and perhaps another word. */
        Made again(Random random) {
            int other = random.nextBoolean() ? word : random.nextInt(WORDS.size());
            return new Made(numbers, other, other == RELEASE ? 0 : random.nextInt(12), random);
        }

        boolean isNewerThan(Made other) {
            return (other.word < RELEASE || word >= RELEASE) && value() > other.value();
        }

        private long value() {
            long value = 0;
            for (int digit : new int[] {numbers[0], numbers[1], numbers[2], word, wordNumber}) {
                value = 100 * value + digit;
            }
            return value;
        }

        private String write(Random random) {
            List<String> written = new ArrayList<>();
            for (int number : numbers) {
                written.add((random.nextInt(5) == 0 ? "0" : "") + number);
            }
            for (int end = 2; end > 0 && numbers[end] == 0 && random.nextBoolean(); end--) {
                written.remove(end);
            }
            List<String> names = WORDS.get(word);
            String name = names.get(random.nextInt(names.size()));
            String cased = random.nextBoolean() ? name : name.toUpperCase(Locale.ROOT);
            String tail = cased.isEmpty()
                    ? ""
                    : one(random, ".", "-", "_", "")
                            + cased
                            + (wordNumber == 0 && random.nextBoolean()
                                    ? ""
                                    : word == RELEASE ? "" : one(random, ".", "-", "") + wordNumber);
            return one(random, "", "", "v", "V")
                    + String.join(".", written)
                    + tail
                    + one(random, "", "", "+b-1.2", "+");
        }

        private static String one(Random random, String... choices) {
            return choices[random.nextInt(choices.length)];
        }
    }
}
