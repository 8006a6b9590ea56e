package io.metriton.collector.fleet;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** One simulated installation: when it reports, what it says, and how that changes. */
final class Member {

    private static final String[] SYSTEMS = {"linux", "mac", "windows", "freebsd", "other", "unknown"};
    private static final String[] PLUGINS = {"docker", "kotlin", "scala", "lint", "site"};
    private static final String[] COMMANDS = {"build", "test", "run", "deploy"};
    // Two of it in one report: more than are kept apart in a year.
    private static final int MANY = 300;
    // No value may be as long: counted as other.
    private static final String TOO_LONG = "x".repeat(129);

    final String id;
    private final int number;
    final int born;
    private final Random random;
    private final double activity;
    private final int awayFrom;
    private final int awayTo;
    private final boolean manyValues;
    private final boolean buildsItself;
    private int version;
    private int system;
    private boolean snapshot;
    private boolean beta;
    private int keys;

    /** Where reports come at once from many sides, nobody knows which values are the first: few values are for that. */
    Member(int number, int born, boolean manyValues, Random random) {
        this.random = random;
        this.number = number;
        this.manyValues = manyValues;
        this.id = number % 97 == 0 ? "00000000-0000-0000-0000-000000000000" : number % 101 == 0 ? " " : "i-" + number;
        this.born = born;
        double eager = random.nextDouble();
        this.activity = eager < 0.1 ? 0.9 : eager < 0.4 ? 0.2 : 0.03;
        boolean leaves = random.nextInt(10) == 0;
        this.awayFrom = leaves ? born + random.nextInt(20) : Integer.MAX_VALUE;
        this.awayTo = leaves ? awayFrom + 366 + random.nextInt(150) : Integer.MAX_VALUE;
        this.buildsItself = manyValues && random.nextInt(20) == 0;
        this.version = random.nextInt(3);
        this.system = random.nextInt(SYSTEMS.length);
        this.snapshot = random.nextInt(50) == 0;
        this.beta = random.nextInt(40) == 0;
    }

    boolean reportsOn(int day) {
        boolean away = day < born || (day > awayFrom && day < awayTo);
        return !away && (day == born || random.nextDouble() < activity);
    }

    boolean isBeta() {
        return beta;
    }

    /** The ID as it is sent; white space around it does not count. */
    String sentId() {
        return random.nextInt(50) == 0 ? " " + id + "\t" : id;
    }

    /** Installations may use the same keys as others; those without an ID have to be told apart by them. */
    String nextKey() {
        return (id.startsWith("i-") ? "k" : "k" + number + "-") + keys++;
    }

    void change() {
        switch (random.nextInt(120)) {
            case 0, 1, 2, 3, 4, 5 -> version++;
            case 6, 7 -> version = Math.max(0, version - 1);
            case 8, 9 -> system = random.nextInt(SYSTEMS.length);
            case 10 -> snapshot = !snapshot;
            case 11 -> beta = !beta;
            default -> {
                // Most days nothing changes.
            }
        }
    }

    String version() {
        if (snapshot) {
            return switch (version % 3) {
                case 0 -> "dev";
                case 1 -> "nightly-" + version;
                default -> "1." + version + "-SNAPSHOT";
            };
        }
        return "1." + version + (buildsItself ? "+" + random.nextInt(2 * MANY) : "");
    }

    Map<String, Object> metadata() {
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("secret", "nobody declared this");
        if (random.nextInt(5) != 0) {
            metadata.put("os", random.nextInt(20) == 0 ? BigDecimal.ONE : SYSTEMS[system]);
        }
        if (random.nextInt(8) != 0) {
            metadata.put("java", java());
        }
        if (random.nextBoolean()) {
            metadata.put("ci", random.nextInt(10) == 0);
        }
        if (random.nextInt(3) != 0) {
            metadata.put("plugins", new ArrayList<>(some(PLUGINS)));
        }
        if (random.nextBoolean()) {
            Map<String, Object> commands = new LinkedHashMap<>();
            some(COMMANDS).forEach(command -> commands.put(command, new BigDecimal(1 + random.nextInt(20))));
            metadata.put("commands", commands);
        }
        return metadata;
    }

    /** A number that is written in more than one way, with many values; or the same as a text. */
    private Object java() {
        int java = manyValues && system == 0 ? random.nextInt(MANY) : 17 + random.nextInt(3);
        return switch (random.nextInt(6)) {
            case 0 -> " " + java;
            case 1, 2 -> new BigDecimal(java + ".0");
            default -> new BigDecimal(java);
        };
    }

    private List<String> some(String[] names) {
        List<String> some = new ArrayList<>();
        for (String name : names) {
            if (random.nextInt(3) == 0) {
                some.add(name);
            }
        }
        if (manyValues && random.nextInt(8) == 0) {
            some.add("made-up-" + random.nextInt(MANY));
            some.add(TOO_LONG);
        }
        return some;
    }
}
