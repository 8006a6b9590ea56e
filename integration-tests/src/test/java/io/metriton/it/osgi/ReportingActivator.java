package io.metriton.it.osgi;

import io.metriton.api.Response;
import io.metriton.core.Reporter;
import java.net.URI;
import java.time.Duration;
import java.util.Hashtable;
import java.util.Map;
import java.util.function.Supplier;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** A bundle that reports when it starts; what came of it is a service. {@code OsgiIT} makes the bundle. */
public final class ReportingActivator implements BundleActivator {

    @Override
    public void start(BundleContext context) throws Exception {
        try (Reporter reporter = Reporter.builder("osgi", "1.0.0")
                .endpoint(URI.create(context.getProperty("metriton.it.endpoint")))
                .environment(Map.of("HOME", context.getProperty("metriton.it.home")))
                .timeout(Duration.ofSeconds(30))
                .build()) {
            Response answer = reporter.report(Map.of("action", "start"));
            String outcome = reporter.status().transport().orElse("none") + ": " + answer.latestVersion();
            Supplier<String> service = () -> outcome;
            context.registerService(Supplier.class, service, new Hashtable<>());
        }
    }

    @Override
    public void stop(BundleContext context) {
        // The reporter is closed already.
    }
}
