package io.metriton.core.internal.daily;

import io.metriton.core.internal.process.DetachedTask;
import java.util.concurrent.atomic.AtomicInteger;

/** How far a turn has come, for those who wait for it as long as it gets on. Thread-safe. */
final class TurnProgress implements DetachedTask.Progress {
    private final AtomicInteger steps = new AtomicInteger();
    private volatile boolean forcing;

    void step() {
        steps.incrementAndGet();
    }

    /** Whether something is being forced to the disk from now on. */
    void forces(boolean forces) {
        forcing = forces;
    }

    @Override
    public int steps() {
        return steps.get();
    }

    @Override
    public boolean isForcing() {
        return forcing;
    }
}
