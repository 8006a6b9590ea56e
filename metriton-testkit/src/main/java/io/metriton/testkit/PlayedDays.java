package io.metriton.testkit;

import static java.util.Objects.requireNonNull;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Plays weeks in seconds: a clock that a test moves, and an endpoint that is away for a while. Give the clock to
 * {@code BackgroundReporter.Builder.clock}, close the reporter where a run of the program would end, and make another for
 * the next run:
 *
 * <pre>{@code
 * PlayedDays days = PlayedDays.with(server);
 * run(days.clock());                      // first run of the day: reports
 * run(days.clock());                      // second run: reports nothing
 * days.offline();
 * days.pass(Duration.ofDays(1));
 * run(days.clock());                      // cannot report
 * days.online();
 * days.pass(Duration.ofDays(20));
 * run(days.clock());                      // reports, and the report of the day before arrives with its age
 * }</pre>
 *
 * Runs share a home if they use {@link MetritonServer#environment}. Reports are dropped for their age only
 * on days within one of the machine's date: the SDK judges that by a clock that the endpoint confirms, and the endpoint's is that
 * of the machine. Thread-safe.
 */
public final class PlayedDays {
    private final MetritonServer server;
    private final MovedClock clock;

    private PlayedDays(MetritonServer server, Instant start) {
        this.server = server;
        this.clock = new MovedClock(start);
    }

    /**
     * Starts at ten in the morning of a Monday.
     *
     * @param server the endpoint of the program
     * @return days to play
     */
    public static PlayedDays with(MetritonServer server) {
        return from(server, Instant.parse("2027-03-01T10:00:00Z"));
    }

    /**
     * Starts at a time of the test's choice.
     *
     * @param server the endpoint of the program
     * @param start not before November 2026: no report is older than this SDK
     * @return days to play
     */
    public static PlayedDays from(MetritonServer server, Instant start) {
        return new PlayedDays(requireNonNull(server, "server"), requireNonNull(start, "start"));
    }

    /**
     * The clock of the program.
     *
     * @return in UTC; does not move by itself
     */
    public Clock clock() {
        return clock;
    }

    /**
     * The date that the program believes it is.
     *
     * @return in UTC
     */
    public LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }

    /**
     * Moves the clock.
     *
     * @param time negative for a clock that jumps back
     * @return this
     */
    public PlayedDays pass(Duration time) {
        clock.pass(time);
        return this;
    }

    /**
     * From now on the endpoint answers 503.
     *
     * @return this
     */
    public PlayedDays offline() {
        server.answerAlways(Answer.status(503));
        return this;
    }

    /**
     * From now on the endpoint takes reports, and knows of no newer version.
     *
     * @return this
     */
    public PlayedDays online() {
        server.answerAlways(Answer.upToDate());
        return this;
    }

    /**
     * The date that a report is of, by its age, if it has just arrived.
     *
     * @param report arrived at the time that the clock shows
     * @return in UTC
     */
    public LocalDate dateOf(ReceivedReport report) {
        long age = report.header("Metriton-Report-Age").map(Long::valueOf).orElse(0L);
        return LocalDate.ofInstant(clock.instant().minusSeconds(age), ZoneOffset.UTC);
    }

    private static final class MovedClock extends Clock {
        private final AtomicReference<Instant> now;
        private final ZoneId zone;

        MovedClock(Instant start) {
            this(new AtomicReference<>(start), ZoneOffset.UTC);
        }

        private MovedClock(AtomicReference<Instant> now, ZoneId zone) {
            this.now = now;
            this.zone = zone;
        }

        void pass(Duration time) {
            now.updateAndGet(before -> before.plus(time));
        }

        @Override
        public Instant instant() {
            return requireNonNull(now.get(), "now");
        }

        @Override
        public ZoneId getZone() {
            return zone;
        }

        @Override
        public Clock withZone(ZoneId other) {
            return new MovedClock(now, other); // Which moves with this one.
        }
    }
}
