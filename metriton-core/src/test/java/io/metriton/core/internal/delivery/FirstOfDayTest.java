package io.metriton.core.internal.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class FirstOfDayTest {
    private final Harness harness = new Harness();
    private final FirstOfDay day = harness.parts.firstOfDay();

    @Test
    void firstProcess_claimsTheDate() {
        assertThat(day.isKnown()).isTrue();
        assertThat(day.isMine()).isTrue();
        assertThat(day.isMine()).as("asked again").isTrue();
        assertThat(new FirstOfDay(harness.parts.outbox(), harness.time).isMine())
                .as("another process")
                .isFalse();
    }

    @Test
    void recordedDate_isNobodysAnyMore() {
        day.tried();
        day.tried();

        assertThat(day.isMine()).isFalse();
        assertThat(new FirstOfDay(harness.parts.outbox(), harness.time).isMine())
                .isFalse();
        assertThat(harness.outbox.days).containsExactly("delivery2026-11-25");
    }

    @Test
    void nextDate_isClaimedAnew() {
        day.tried();
        harness.time.set(Instant.parse("2026-11-26T00:00:00Z"));

        assertThat(day.isMine()).isTrue();
        day.tried();
        assertThat(harness.outbox.days).containsExactly("delivery2026-11-25", "delivery2026-11-26");
    }

    /** The end of a run may be on the next date, which has reports of its own. */
    @Test
    void tryAfterMidnight_isThatOfTheDateThatWasClaimed() {
        assertThat(day.isMine()).isTrue();
        harness.time.set(Instant.parse("2026-11-26T00:00:00Z"));
        day.tried();

        assertThat(harness.outbox.days).containsExactly("delivery2026-11-25");
        assertThat(new FirstOfDay(harness.parts.outbox(), harness.time).isMine())
                .isTrue();
    }

    @Test
    void deliveryOfAnEarlierReport_saysNothingOfToday() {
        day.delivered(Instant.parse("2026-11-24T23:59:59Z"));
        assertThat(harness.outbox.days).isEmpty();

        day.delivered(Instant.parse("2026-11-25T00:00:00Z"));
        assertThat(harness.outbox.days).containsExactly("delivery2026-11-25");
    }

    @Test
    void withoutAnOutboxThatWorks_nothingIsKnown() {
        assertThat(new Harness(false).parts.firstOfDay().isKnown()).isFalse();

        harness.outbox.broken = true;
        assertThat(day.isMine()).isFalse();
        day.tried();
        assertThat(harness.outbox.days).isEmpty();
    }

    /** A link or a folder in the place of the dates, or those of a newer version: as without an outbox, and said. */
    @Test
    void datesThatCannotBeKept_areNotKnown() {
        harness.outbox.noDates = true;
        assertThat(day.isMine()).isFalse();

        assertThat(day.isKnown()).isFalse();
        assertThat(harness.parts.outbox().works()).as("reports are kept").isTrue();
        assertThat(harness.parts.outbox().problem().orElseThrow())
                .startsWith("the dates of deliveries cannot be kept: java.io.IOException");

        harness.outbox.noDates = false;
        assertThat(day.isMine()).isTrue();
        assertThat(day.isKnown()).isTrue();
        assertThat(harness.parts.outbox().problem()).isEmpty();
    }

    @Test
    void dateThatCouldNotBeRecorded_isRecordedLater() {
        assertThat(day.isMine()).isTrue();
        harness.outbox.noDates = true;
        day.tried();
        assertThat(day.isKnown()).isFalse();

        harness.outbox.noDates = false;
        day.tried();
        assertThat(day.isKnown()).isTrue();
        assertThat(harness.outbox.days).containsExactly("delivery2026-11-25");
    }

    @Test
    void reminder_isGivenOnceADay() {
        assertThat(day.isFirstReminder()).isTrue();
        assertThat(day.isFirstReminder()).isFalse();
        harness.time.set(Instant.parse("2026-11-26T00:00:00Z"));
        assertThat(day.isFirstReminder()).isTrue();
    }
}
