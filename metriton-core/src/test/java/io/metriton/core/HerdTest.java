package io.metriton.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/**
 * A thousand clients whose reports fail at the same moment, because the endpoint is down for two minutes: when do they come
 * back? The plot is committed, and has to show what this run shows; {@code -Dmetriton.herd.write} draws it anew.
 */
class HerdTest {
    private static final Path PLOT = Path.of("..", "docs", "herd.svg");
    private static final int CLIENTS = 1_000;
    private static final int OUTAGE_SECONDS = 120;
    private static final int SECONDS = 900;

    @Test
    void herd_comesBackOverMinutesAndNotAtOnce() throws Exception {
        int[] jittered = triesPerSecond(client -> new SplittableRandom(client));
        int[] together = triesPerSecond(client -> new Longest());

        int[] after = Arrays.copyOfRange(jittered, OUTAGE_SECONDS, SECONDS);
        assertThat(Arrays.stream(after).sum()).as("every client is back").isEqualTo(CLIENTS);
        assertThat(Arrays.stream(after).max().orElseThrow())
                .as("at most in a second")
                .isLessThan(CLIENTS / 20);
        assertThat(Arrays.stream(together).max().orElseThrow()).isGreaterThanOrEqualTo(CLIENTS);

        String plot = plot(jittered, together);
        if (System.getProperty("metriton.herd.write") != null) {
            Files.createDirectories(PLOT.getParent());
            Files.writeString(PLOT, plot);
        }
        assertThat(PLOT)
                .as("drawn anew by -Dmetriton.herd.write")
                .exists()
                .content(StandardCharsets.UTF_8)
                .isEqualTo(plot);
    }

    private interface Randomness {
        RandomGenerator of(int client);
    }

    private static int[] triesPerSecond(Randomness randomness) {
        int[] tries = new int[SECONDS];
        for (int client = 0; client < CLIENTS; client++) {
            long[] now = {0};
            RandomGenerator random = randomness.of(client);
            tries[0]++;
            for (int failures = 1; now[0] < Duration.ofSeconds(OUTAGE_SECONDS).toNanos(); failures++) {
                now[0] += RetryPolicy.defaults()
                        .pause(failures, Duration.ZERO, null, random)
                        .toNanos();
                tries[(int) Duration.ofNanos(now[0]).toSeconds()]++;
            }
        }
        return tries;
    }

    private static String plot(int[] jittered, int[] together) {
        StringBuilder svg = new StringBuilder("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 860 360\""
                + " font-family=\"sans-serif\" font-size=\"12\">\n"
                + "<rect width=\"860\" height=\"360\" fill=\"white\"/>\n"
                + "<text x=\"50\" y=\"20\" font-size=\"14\">Tries per second of 1,000 clients whose endpoint is down for"
                + " two minutes</text>\n"
                + "<rect x=\"50\" y=\"40\" width=\"105\" height=\"270\" fill=\"#f4dcdc\"/>\n"
                + "<text x=\"60\" y=\"56\" fill=\"#a04040\">endpoint down</text>\n");
        line(svg, together, "#b0b0b0");
        line(svg, jittered, "#2060b0");
        svg.append("<text x=\"520\" y=\"60\" fill=\"#808080\">exponential backoff alone</text>\n");
        svg.append("<text x=\"520\" y=\"78\" fill=\"#2060b0\">with full jitter, as here</text>\n");
        for (int tries = 1; tries <= 1_000; tries *= 10) {
            svg.append(String.format(
                    Locale.ROOT, "<text x=\"44\" y=\"%.1f\" text-anchor=\"end\">%d</text>%n", y(tries) + 4, tries));
        }
        for (int second = 0; second <= SECONDS; second += 100) {
            svg.append(String.format(
                    Locale.ROOT, "<text x=\"%d\" y=\"328\" text-anchor=\"middle\">%d s</text>%n", x(second), second));
        }
        return svg.append("</svg>\n").toString();
    }

    /** Logarithmic: what matters is a hundred or a thousand. */
    private static void line(StringBuilder svg, int[] tries, String colour) {
        svg.append("<path fill=\"none\" stroke=\"").append(colour).append("\" d=\"");
        for (int second = 0; second < tries.length; second++) {
            if (tries[second] > 0) {
                svg.append(String.format(Locale.ROOT, "M%d 310V%.1f", x(second), y(tries[second])));
            }
        }
        svg.append("\"/>\n");
    }

    private static int x(int second) {
        return 50 + second * 88 / 100;
    }

    private static double y(int tries) {
        return 300 - 80 * Math.log10(tries);
    }

    private static final class Longest implements RandomGenerator {
        @Override
        public long nextLong() {
            return Long.MAX_VALUE;
        }

        @Override
        public long nextLong(long bound) {
            return bound - 1;
        }
    }
}
