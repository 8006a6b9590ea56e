package io.metriton.benchmarks.cold;

import java.net.URI;

/**
 * One message with Sentry, which is flushed at close.
 * Arguments: endpoint, and perhaps milliseconds of work before that.
 */
final class Sentry {
    private Sentry() {}

    public static void main(String[] args) {
        URI uri = URI.create(args[0]);
        io.sentry.Sentry.init(options -> {
            options.setDsn(uri.getScheme() + "://key@" + uri.getAuthority() + "/1");
            options.setRelease("1.0");
        });
        io.sentry.Sentry.captureMessage("start");
        Working.work(args, 1);
        io.sentry.Sentry.flush(5_000);
        io.sentry.Sentry.close();
    }
}
