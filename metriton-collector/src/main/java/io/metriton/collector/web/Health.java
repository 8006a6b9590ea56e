package io.metriton.collector.web;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether something can be stored, which is tried. Everybody who asks within a second shares one try, and there is never
 * more than one under way: anybody may ask, and as often as they like. Thread-safe; nothing here blocks.
 */
final class Health {

    private static final Logger LOG = LoggerFactory.getLogger(Health.class);
    private static final Duration HOLDS = Duration.ofSeconds(1);

    private final Object lock = new Object();
    private final Supplier<CompletableFuture<Boolean>> probe;
    private final Clock clock;
    private final Duration patience;
    private CompletableFuture<Boolean> tried = CompletableFuture.completedFuture(false);
    private CompletableFuture<Boolean> answer = tried;
    private Instant since = Instant.MIN;

    /** {@code probe}: false, or a failure, if nothing can be stored. */
    Health(Supplier<CompletableFuture<Boolean>> probe, Clock clock, Duration patience) {
        this.probe = probe;
        this.clock = clock;
        this.patience = patience;
    }

    /** Completed with false, too, if the store does not answer in time. */
    CompletableFuture<Boolean> check() {
        synchronized (lock) {
            Instant now = clock.instant();
            boolean holds = !now.isBefore(since) && now.isBefore(since.plus(HOLDS));
            if (tried.isDone() && !holds) {
                since = now;
                tried = probe.get().handle(Health::worked);
                answer = tried.copy().completeOnTimeout(false, patience.toMillis(), TimeUnit.MILLISECONDS);
            }
            return answer;
        }
    }

    private static boolean worked(@Nullable Boolean stored, @Nullable Throwable failure) {
        if (failure != null) {
            LOG.debug("the store cannot be written", failure);
        }
        return Boolean.TRUE.equals(stored);
    }
}
