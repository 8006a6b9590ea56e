package io.metriton.benchmarks.cold;

import com.posthog.server.PostHogCaptureOptions;
import com.posthog.server.PostHogConfig;
import com.posthog.server.PostHogInterface;

/**
 * One event with PostHog, flushed and closed as its documentation has it.
 * Arguments: endpoint, and perhaps milliseconds of work before that.
 */
final class PostHog {
    private PostHog() {}

    public static void main(String[] args) {
        PostHogInterface posthog = com.posthog.server.PostHog.with(
                PostHogConfig.builder("key").host(args[0]).build());
        posthog.capture(
                "11111111-2222-4333-8444-555555555555",
                "start",
                PostHogCaptureOptions.builder()
                        .property("files", 3)
                        .property("version", "1.0")
                        .build());
        Working.work(args, 1);
        posthog.flush();
        posthog.close();
    }
}
