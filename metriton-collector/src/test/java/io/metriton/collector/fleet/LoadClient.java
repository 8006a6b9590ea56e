package io.metriton.collector.fleet;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Installations that report one after the other. For one thread at a time. */
final class LoadClient {

    private static final int MEMBERS = 1_000;
    private static final int DAYS = 30;
    private static final long TRIES = 1_000;

    private final Random random;
    private final List<Member> members = new ArrayList<>();
    private final List<FleetReport> answered = new ArrayList<>();
    private final int number;
    private int keys;
    private @Nullable FleetReport unanswered;

    LoadClient(int number, int today) {
        this.number = number;
        this.random = new Random(number);
        for (int i = 0; i < MEMBERS; i++) {
            members.add(new Member(number * MEMBERS + i, today, false, random));
        }
    }

    /** Sends one report: the next, the one that was not answered, or one that was, once more. */
    void step(Predicate<FleetReport> sender) {
        FleetReport report = unanswered != null ? unanswered : again() ? any() : next();
        if (sender.test(report)) {
            answered.add(report);
            unanswered = null;
        } else {
            unanswered = report;
            // So that nobody burns a core while nobody listens.
            LockSupport.parkNanos(5_000_000);
        }
    }

    void finish(Predicate<FleetReport> sender) {
        for (int tries = 0; unanswered != null; tries++) {
            if (tries > TRIES) {
                throw new AssertionError("a report is not answered");
            }
            step(sender);
        }
    }

    /** Tells of all reports that were answered since the last time, in their order. */
    void tell(Consumer<FleetReport> oracle) {
        answered.forEach(oracle);
        answered.clear();
    }

    private boolean again() {
        return !answered.isEmpty() && random.nextInt(20) == 0;
    }

    private FleetReport any() {
        return answered.get(random.nextInt(answered.size()));
    }

    /** Of today or a whole number of days ago, so that it is of the same day however long it takes. */
    private FleetReport next() {
        Member member = members.get(random.nextInt(MEMBERS));
        member.change();
        int age = random.nextInt(4) == 0 ? random.nextInt(DAYS + 1) : 0;
        return new FleetReport(
                Instant.now(),
                age == 0 ? Optional.empty() : Optional.of(Integer.toString(age * 86_400)),
                member.isBeta(),
                member.sentId(),
                member.version(),
                member.metadata(),
                Optional.of(number + "-" + keys++));
    }
}
