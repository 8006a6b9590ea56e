package io.metriton.collector.cli;

import io.metriton.collector.applications.Json;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * One installation that is not real: it begins on a day, is used on some, takes newer versions after a while, and ends.
 * The same seed gives the same life. For one thread.
 */
final class DemoInstall {

    private static final double NEVER = 400;

    private final DemoApplication application;
    private final Random random;
    private final long traits;
    private final String id;
    private final int born;
    private final double gone;
    private final double habit;
    private final double patience;
    private int version = -1;

    DemoInstall(DemoApplication application, int number, int days) {
        this.application = application;
        this.random = new Random(application.label.hashCode() * 1_000_003L + number);
        this.traits = random.nextLong();
        this.id = application.label + "-" + number;
        this.born = (int) (days * Math.pow(random.nextDouble(), 1 / (1 + application.growth)));
        boolean regular = random.nextInt(10) < (application == DemoApplication.HARBOR ? 9 : 4);
        this.habit = regular ? 0.55 + random.nextDouble() * 0.4 : 0.03 + random.nextDouble() * 0.2;
        this.gone = born - Math.log(1 - random.nextDouble()) * (regular ? 260 : 70);
        this.patience = random.nextInt(8) == 0 ? NEVER : 3 + random.nextDouble() * 25;
    }

    /** The body of its report of a day on which it is used. */
    String report(int day) {
        return Json.write(Map.of(
                "application",
                application.label,
                "install_id",
                id,
                "version",
                version(day),
                "metadata",
                application.metadata(this)));
    }

    /** Whether it is used on a day; the share of the day that is over counts. */
    boolean isUsed(int day, LocalDate date, double share) {
        boolean weekend = date.getDayOfWeek() == DayOfWeek.SATURDAY || date.getDayOfWeek() == DayOfWeek.SUNDAY;
        boolean service = application == DemoApplication.HARBOR;
        double chance = habit * share * (weekend && !service ? 0.3 : 1);
        return day >= born && day <= gone && (day == born || random.nextDouble() < chance);
    }

    private String version(int day) {
        int newest = application.released(day).size() - 1;
        if (version < 0) {
            version = newest;
        }
        while (version < newest && random.nextDouble() < 1 / patience) {
            version++;
        }
        String released = application.released(day).get(version);
        return traitOf("channel", 100) < 2 ? released + "-SNAPSHOT" : released;
    }

    boolean isBeta() {
        return traitOf("beta", 100) < 3;
    }

    /** How many days late its report comes: it is offline now and then. */
    int delay() {
        return random.nextInt(30) == 0 ? 1 + random.nextInt(5) : 0;
    }

    private int traitOf(String name, int bound) {
        return new Random(traits ^ name.hashCode() * 0x9E3779B97F4A7C15L).nextInt(bound);
    }

    /** One of some values, each with its weight; the same for all its life. */
    String trait(Object... valuesAndWeights) {
        int sum = 0;
        for (int i = 1; i < valuesAndWeights.length; i += 2) {
            sum += (Integer) valuesAndWeights[i];
        }
        int left = traitOf((String) valuesAndWeights[0], sum);
        for (int i = 0; i < valuesAndWeights.length; i += 2) {
            left -= (Integer) valuesAndWeights[i + 1];
            if (left < 0) {
                return (String) valuesAndWeights[i];
            }
        }
        throw new IllegalStateException("weights must be positive");
    }

    /** Those of some values that it has, each by its percentage; the same for all its life. */
    List<String> traits(Map<String, Integer> percentages) {
        return new TreeMap<>(percentages)
                .entrySet().stream()
                        .filter(entry -> traitOf(entry.getKey(), 100) < entry.getValue())
                        .map(Map.Entry::getKey)
                        .toList();
    }

    /** How often it did some things on one day. */
    Map<String, Object> counts(Map<String, Integer> averages) {
        Map<String, Object> counts = new LinkedHashMap<>();
        new TreeMap<>(averages).forEach((name, average) -> {
            int n = random.nextInt(2 * average + 1);
            if (n > 0) {
                counts.put(name, n);
            }
        });
        return counts;
    }
}
