package io.metriton.core;

import io.metriton.api.Response;
import io.metriton.core.internal.delivery.DeliverySettings;
import io.metriton.core.internal.delivery.RetryRules;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What the builder of a background reporter was told about delivery, as it was when the reporter was built. The settings are
 * made of it when something is to be sent, so that a process that only counts does not load their classes. Immutable.
 *
 * @param daily whether there is a daily report, which watches the end of the JVM
 */
record BackgroundPlan(
        int maxReports,
        long maxBytes,
        @Nullable RetryPolicy retry,
        @Nullable Consumer<? super Answer> listener,
        @Nullable Duration exitBudget,
        boolean everyExit,
        boolean daily,
        @Nullable RandomGenerator random,
        Clock clock) {

    DeliverySettings settings() {
        return new DeliverySettings(
                maxReports,
                maxBytes,
                new Rules(retry == null ? RetryPolicy.defaults() : retry),
                listener == null ? null : new Listener(listener),
                new DeliverySettings.Exit(exitBudget, everyExit, daily),
                random,
                DeliverySettings.Time.of(clock));
    }

    /** The policy as the delivery sees it. */
    record Rules(RetryPolicy policy) implements RetryRules {
        @Override
        public boolean heedsRetryAfter(int status) {
            return policy.heedsRetryAfter(status);
        }

        @Override
        public boolean isRetried(int status) {
            return policy.isRetried(status);
        }

        @Override
        public Duration pause(
                int failures, Duration failingFor, @Nullable Duration retryAfter, RandomGenerator random) {
            return policy.pause(failures, failingFor, retryAfter, random);
        }

        @Override
        public Duration maxAge() {
            return policy.maxAge();
        }
    }

    private record Listener(Consumer<? super Answer> consumer) implements DeliverySettings.AnswerListener {
        @Override
        public void accept(Response response, boolean recovered) {
            consumer.accept(new DefaultAnswer(response, recovered));
        }
    }
}
