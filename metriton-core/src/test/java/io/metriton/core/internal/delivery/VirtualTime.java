package io.metriton.core.internal.delivery;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** Both clocks of a process, which stand still until a test moves them. */
final class VirtualTime extends Clock {
    private long nanos = Long.MAX_VALUE - 1_000_000_000L; // About to overflow.
    private Instant now = Instant.parse("2026-11-25T10:00:00Z");

    DeliverySettings.Time both() {
        return new DeliverySettings.Time(this, () -> nanos);
    }

    void pass(Duration time) {
        nanos += time.toNanos();
        now = now.plus(time);
    }

    /** The clock on the wall alone. */
    void set(Instant time) {
        now = time;
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
