package io.metriton.collector.fleet;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Installations of one application that come, report, change, report late, twice, or not at all, go away and come back,
 * and want to be forgotten. The same seed gives the same reports.
 */
final class Fleet {

    private static final long DAY = 86_400;
    private static final String[] NONSENSE = {"-5", "soon", "2592001", "9999999999", "1e3", ""};

    private final Random random;
    private final List<Member> members = new ArrayList<>();
    private final TreeMap<Long, List<FleetReport>> underWay = new TreeMap<>();
    private final int firstDay;
    private final int days;

    /** Is told what happens, in the order in which it does. */
    interface Receiver {
        void report(FleetReport report);

        /** An installation is to be forgotten; all reports so far came before. */
        void forget(String installId);

        void dayIsOver(int day);
    }

    Fleet(long seed, int size, int firstDay, int days) {
        this.random = new Random(seed);
        this.firstDay = firstDay;
        this.days = days;
        for (int i = 0; i < size; i++) {
            members.add(new Member(i, firstDay + random.nextInt(days), true, random));
        }
    }

    void run(Receiver receiver) {
        for (int day = firstDay; day < firstDay + days; day++) {
            for (Member member : members) {
                if (member.reportsOn(day)) {
                    live(member, day);
                }
            }
            SortedMap<Long, List<FleetReport>> arriving = underWay.headMap((day + 1) * DAY);
            arriving.values().forEach(reports -> reports.forEach(receiver::report));
            arriving.clear();
            for (Member member : members) {
                if (day >= member.born && random.nextInt(3000) == 0) {
                    receiver.forget(member.id);
                }
            }
            receiver.dayIsOver(day);
        }
    }

    private void live(Member member, int day) {
        for (int reports = random.nextInt(4) == 0 ? 2 : 1; reports > 0; reports--) {
            member.change();
            send(member, day * DAY + random.nextLong(DAY));
        }
    }

    private void send(Member member, long made) {
        Optional<String> key = random.nextInt(3) == 0 ? Optional.empty() : Optional.of(member.nextKey());
        FleetReport report = new FleetReport(
                Instant.EPOCH,
                Optional.empty(),
                member.isBeta(),
                member.sentId(),
                member.version(),
                member.metadata(),
                key);
        long late = late();
        arrive(report, made, late, report.beta());
        if (key.isPresent() && random.nextInt(15) == 0) {
            long again = Math.min(30 * DAY, late + random.nextLong(10 * DAY));
            arrive(report, made, again, report.beta() ^ random.nextInt(10) == 0);
        }
        if (key.isPresent() && random.nextInt(300) == 0) {
            // When keys are forgotten and nobody believes the age: a report of its own.
            arrive(report, made, 93 * DAY, report.beta());
        }
    }

    private long late() {
        return switch (random.nextInt(24)) {
            case 0 -> random.nextLong(30 * DAY);
            case 1 -> 30 * DAY - random.nextInt(2);
            case 2 -> random.nextLong(DAY);
            default -> 0;
        };
    }

    private void arrive(FleetReport report, long made, long late, boolean beta) {
        Optional<String> age = late == 0 ? nonsense() : Optional.of(Long.toString(late));
        FleetReport arriving = new FleetReport(
                Instant.ofEpochSecond(made + late),
                age,
                beta,
                report.installId(),
                report.version(),
                report.metadata(),
                report.idempotencyKey());
        underWay.computeIfAbsent(made + late, second -> new ArrayList<>()).add(arriving);
    }

    private Optional<String> nonsense() {
        return random.nextInt(100) == 0 ? Optional.of(NONSENSE[random.nextInt(NONSENSE.length)]) : Optional.empty();
    }
}
