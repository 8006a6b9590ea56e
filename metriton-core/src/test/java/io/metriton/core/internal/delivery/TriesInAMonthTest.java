package io.metriton.core.internal.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.metriton.api.TransportResponse;
import io.metriton.core.PolicyRules;
import io.metriton.core.internal.delivery.Harness.Answer;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * How often one process tries an endpoint that is blocked, with the default policy on a virtual clock: it makes a report a day,
 * for 30 days. The luck of the jitter is the least, the most, and that of five seeds.
 */
class TriesInAMonthTest {
    private static final int DAYS = 30;
    private static final int MOST_ON_THE_FIRST_DAY = 30;
    private static final int MOST_LATER = 12;
    private static final int SEEDS = 5;

    /** What is in the endpoint's place. */
    enum Blocked {
        REFUSED(harness -> {
            throw new ConnectException("Connection refused");
        }),
        SILENT(harness -> {
            harness.time.pass(Duration.ofSeconds(5));
            throw new SocketTimeoutException("no answer");
        }),
        UNAVAILABLE(harness -> unavailable(harness, null)),
        RETRY_AFTER_0(harness -> unavailable(harness, "0")),
        RETRY_AFTER_1(harness -> unavailable(harness, "1")),
        RETRY_AFTER_NEGATIVE(harness -> unavailable(harness, "-5")),
        RETRY_AFTER_AN_HOUR_AGO(harness -> unavailable(harness, date(harness, Duration.ofHours(-1)))),
        RETRY_AFTER_IN_TWO_YEARS(harness -> unavailable(harness, date(harness, Duration.ofDays(730)))),
        RETRY_AFTER_TEN_MINUTES_WITH_A_FAST_CLOCK(harness ->
                unavailable(harness, date(harness, Duration.ofDays(-730).plusMinutes(10)))),
        RETRY_AFTER_IN_TWO_YEARS_TEN_TIMES(harness ->
                unavailable(harness, harness.tries.size() <= 10 ? date(harness, Duration.ofDays(730)) : null)),
        RETRY_AFTER_SOON(harness -> unavailable(harness, "soon")),
        RETRY_AFTER_EMPTY(harness -> unavailable(harness, "")),
        RETRY_AFTER_A_FRACTION(harness -> unavailable(harness, "0.5"));

        private final Script script;

        Blocked(Script script) {
            this.script = script;
        }

        private interface Script {
            TransportResponse answer(Harness harness) throws IOException;
        }

        private static TransportResponse unavailable(Harness harness, @Nullable String retryAfter) {
            TransportResponse.Builder response =
                    TransportResponse.builder().status(503).body("{}".getBytes(StandardCharsets.UTF_8));
            return (retryAfter == null ? response : response.header("Retry-After", retryAfter)).build();
        }

        private static String date(Harness harness, Duration fromNow) {
            Instant then = harness.time.instant().plus(fromNow);
            return DateTimeFormatter.RFC_1123_DATE_TIME.format(then.atOffset(ZoneOffset.UTC));
        }
    }

    /** Tries in the first hour, on the first day, on the worst of the later days, and in all. */
    private record Tries(long hour, long day, long later, long all) {}

    @ParameterizedTest
    @EnumSource
    void blockedEndpoint_isTriedThirtyTimesOnTheFirstDayAndTwelveLaterAtMost(Blocked blocked, TestReporter reporter) {
        Stream<RandomGenerator> seeded =
                Stream.iterate(1, seed -> seed + 1).limit(SEEDS).map(SplittableRandom::new);
        for (RandomGenerator luck :
                Stream.concat(Stream.of(new Least(), new Most()), seeded).toList()) {
            Tries tries = tries(blocked, luck);
            assertThat(tries.day()).isBetween(1L, (long) MOST_ON_THE_FIRST_DAY);
            assertThat(tries.later()).isLessThanOrEqualTo(MOST_LATER);
            assertThat(tries.all()).as("reports go on being tried").isGreaterThanOrEqualTo(DAYS / 2);
            reporter.publishEntry(blocked + " " + luck.getClass().getSimpleName(), tries.toString());
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.MATCH_ALL, names = "RETRY_AFTER.*")
    void retryAfter_makesNoClientMoreEagerThanNone(Blocked blocked) {
        for (RandomGenerator luck : new RandomGenerator[] {new Least(), new Most()}) {
            Tries without = tries(Blocked.UNAVAILABLE, luck);
            Tries with = tries(blocked, luck);
            assertThat(with.hour()).isLessThanOrEqualTo(without.hour());
            assertThat(with.day()).isLessThanOrEqualTo(without.day());
            assertThat(with.all()).isLessThanOrEqualTo(without.all());
        }
    }

    /**
     * A defect of one release, or of the collector, that meets one report alone: the others go on, and a fleet does not hammer
     * the endpoint with the one.
     */
    @Test
    void reportThatTheEndpointCannotTake_isTriedAsRarelyAsAnEndpointThatIsBlocked() {
        for (RandomGenerator luck : new RandomGenerator[] {new Least(), new Most(), new SplittableRandom(1)}) {
            Harness harness = new Harness(true, PolicyRules.defaults(), luck);
            List<Instant> poisoned = new ArrayList<>();
            harness.otherwise = request -> {
                boolean isPoisoned = new String(request.body(), StandardCharsets.UTF_8).contains("poison");
                if (isPoisoned) {
                    poisoned.add(harness.time.instant());
                }
                return TransportResponse.builder()
                        .status(isPoisoned ? 500 : 200)
                        .build();
            };
            Instant start = harness.time.instant();
            var unused = harness.report(Map.of("poison", true));
            for (int minute = 0; minute < 2 * 24 * 60; minute++) {
                var others = harness.report(Map.of("minute", minute));
                harness.runFor(Duration.ofMinutes(1));
                assertThat(others.isDone() || minute < 1)
                        .as("minute %s", minute)
                        .isTrue();
            }
            Instant nextDay = start.plus(Duration.ofDays(1));
            assertThat(poisoned.stream().filter(at -> at.isBefore(nextDay))).hasSizeBetween(5, MOST_ON_THE_FIRST_DAY);
            Instant end = nextDay.plus(Duration.ofDays(1));
            assertThat(poisoned.stream().filter(at -> !at.isBefore(nextDay) && at.isBefore(end)))
                    .hasSizeBetween(1, MOST_LATER);
        }
    }

    private static Tries tries(Blocked blocked, RandomGenerator luck) {
        Harness harness = new Harness(true, PolicyRules.defaults(), luck);
        Answer answer = request -> blocked.script.answer(harness);
        harness.otherwise = answer;
        Instant start = harness.time.instant();
        for (int day = 0; day < DAYS; day++) {
            var unused = harness.report(Map.of("day", day));
            harness.runFor(Duration.ofDays(1));
        }
        long worst = 0;
        for (int day = 1; day < DAYS; day++) {
            worst = Math.max(worst, between(harness, start, Duration.ofDays(day), Duration.ofDays(day + 1)));
        }
        return new Tries(
                between(harness, start, Duration.ZERO, Duration.ofHours(1)),
                between(harness, start, Duration.ZERO, Duration.ofDays(1)),
                worst,
                harness.tries.size());
    }

    private static long between(Harness harness, Instant start, Duration from, Duration to) {
        return harness.tries.stream()
                .filter(at -> !at.isBefore(start.plus(from)) && at.isBefore(start.plus(to)))
                .count();
    }

    private static final class Least implements RandomGenerator {
        @Override
        public long nextLong() {
            return 0;
        }
    }

    private static final class Most implements RandomGenerator {
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
