package io.metriton.core;

import io.metriton.core.internal.delivery.RetryRules;

/** The default {@link RetryPolicy} as the delivery sees it, for tests of the delivery. */
public final class PolicyRules {
    private PolicyRules() {}

    @SuppressWarnings("exports") // Of a package that the module does not export.
    public static RetryRules defaults() {
        return new BackgroundPlan.Rules(RetryPolicy.defaults());
    }
}
