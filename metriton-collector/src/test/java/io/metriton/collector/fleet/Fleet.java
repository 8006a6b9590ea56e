package io.metriton.collector.fleet;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Installations of one application that come, report, change, report late, twice, or not at all, go away and come back.
 * The same seed gives the same reports.
 */
final class Fleet {

    private static final String[] SYSTEMS = {"linux", "mac", "windows", "freebsd"};
    private static final String[] PLUGINS = {"docker", "kotlin", "scala", "lint", "site"};
    private static final String[] COMMANDS = {"build", "test", "run", "deploy"};

    private final Random random;
    private final List<Member> members = new ArrayList<>();
    private final TreeMap<Integer, List<FleetReport>> underWay = new TreeMap<>();
    private final int firstDay;
    private final int days;
    private int keys;

    /** One installation. */
    private static final class Member {
        String id = "";
        int born;
        double activity;
        int awayFrom;
        int awayTo;
        int version;
        int system;
        boolean snapshot;
        boolean beta;
    }

    Fleet(long seed, int size, int firstDay, int days) {
        this.random = new Random(seed);
        this.firstDay = firstDay;
        this.days = days;
        for (int i = 0; i < size; i++) {
            members.add(member(i));
        }
    }

    private Member member(int i) {
        Member member = new Member();
        member.id = i % 97 == 0 ? "00000000-0000-0000-0000-000000000000" : i % 101 == 0 ? " " : "install-" + i;
        member.born = firstDay + random.nextInt(days);
        double eager = random.nextDouble();
        member.activity = eager < 0.1 ? 0.9 : eager < 0.4 ? 0.2 : 0.03;
        boolean leaves = random.nextInt(10) == 0;
        member.awayFrom = leaves ? member.born + random.nextInt(20) : Integer.MAX_VALUE;
        member.awayTo = leaves ? member.awayFrom + 366 : Integer.MAX_VALUE;
        member.version = random.nextInt(3);
        member.system = random.nextInt(SYSTEMS.length);
        member.snapshot = random.nextInt(50) == 0;
        member.beta = random.nextInt(40) == 0;
        return member;
    }

    /** Tells all reports, in the order in which they arrive. */
    void run(Consumer<FleetReport> receiver) {
        for (int day = firstDay; day < firstDay + days; day++) {
            for (Member member : members) {
                if (day >= member.born && !(day > member.awayFrom && day < member.awayTo)) {
                    live(member, day);
                }
            }
            List<FleetReport> arriving = underWay.remove(day);
            if (arriving != null) {
                arriving.forEach(receiver);
            }
        }
    }

    private void live(Member member, int day) {
        if (day != member.born && random.nextDouble() >= member.activity) {
            return;
        }
        for (int reports = random.nextInt(4) == 0 ? 2 : 1; reports > 0; reports--) {
            change(member);
            send(member, day);
        }
    }

    private void change(Member member) {
        int what = random.nextInt(60);
        if (what < 3) {
            member.version++;
        } else if (what == 3) {
            member.version = Math.max(0, member.version - 1);
        } else if (what == 4) {
            member.system = random.nextInt(SYSTEMS.length);
        }
    }

    private void send(Member member, int day) {
        int late = random.nextInt(12) == 0 ? random.nextInt(31) : 0;
        Optional<String> key = random.nextInt(3) == 0 ? Optional.empty() : Optional.of("k" + keys++);
        String version = "1." + member.version + (member.snapshot ? "-SNAPSHOT" : "");
        FleetReport report = new FleetReport(day + late, day, member.beta, member.id, version, metadata(member), key);
        arrive(report);
        if (key.isPresent() && random.nextInt(15) == 0) {
            int again = Math.min(day + 30, report.arrivalDay() + random.nextInt(10));
            arrive(new FleetReport(again, day, member.beta, member.id, version, report.metadata(), key));
        }
    }

    private void arrive(FleetReport report) {
        underWay.computeIfAbsent(report.arrivalDay(), day -> new ArrayList<>()).add(report);
    }

    private Map<String, Object> metadata(Member member) {
        Map<String, Object> metadata = new LinkedHashMap<>();
        if (random.nextInt(5) != 0) {
            metadata.put("os", SYSTEMS[member.system]);
        }
        if (random.nextInt(8) != 0) {
            // A number that is written in more than one way, and more of them than are kept apart.
            int java = member.system == 0 ? random.nextInt(300) : 17 + random.nextInt(3);
            metadata.put("java", new BigDecimal(random.nextBoolean() ? java + ".0" : "" + java));
        }
        if (random.nextBoolean()) {
            metadata.put("ci", random.nextInt(10) == 0);
        }
        if (random.nextInt(3) != 0) {
            List<String> plugins = new ArrayList<>();
            for (String plugin : PLUGINS) {
                if (random.nextInt(3) == 0) {
                    plugins.add(plugin);
                }
            }
            metadata.put("plugins", plugins);
        }
        if (random.nextBoolean()) {
            Map<String, Object> commands = new LinkedHashMap<>();
            for (String command : COMMANDS) {
                if (random.nextBoolean()) {
                    commands.put(command, new BigDecimal(1 + random.nextInt(20)));
                }
            }
            metadata.put("commands", commands);
        }
        metadata.put("secret", "nobody declared this");
        return metadata;
    }
}
