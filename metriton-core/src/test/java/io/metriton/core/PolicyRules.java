package io.metriton.core;

import io.metriton.core.internal.delivery.RetryRules;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The default {@link RetryPolicy} as the delivery sees it, for tests of the delivery. */
@SuppressWarnings("exports") // Of a package that the module does not export.
public final class PolicyRules implements RetryRules {
    private final RetryPolicy policy = RetryPolicy.defaults();

    public PolicyRules() {}

    @Override
    public boolean isRetried(int status) {
        return policy.isRetried(status);
    }

    @Override
    public boolean heedsRetryAfter(int status) {
        return policy.heedsRetryAfter(status);
    }

    @Override
    public Duration pause(int failures, Duration failingFor, @Nullable Duration retryAfter, RandomGenerator random) {
        return policy.pause(failures, failingFor, retryAfter, random);
    }

    @Override
    public Duration maxAge() {
        return policy.maxAge();
    }
}
