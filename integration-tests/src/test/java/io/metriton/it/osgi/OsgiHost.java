package io.metriton.it.osgi;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.felix.framework.FrameworkFactory;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;

/** Starts bundles in Apache Felix, and prints what the last one reports, or why it did not start. */
public final class OsgiHost {
    private OsgiHost() {}

    /** Arguments: endpoint, folder for all files, and the URLs of the bundles. */
    public static void main(String[] args) throws Exception {
        Map<String, String> settings = new HashMap<>();
        settings.put(Constants.FRAMEWORK_STORAGE, args[1] + "/cache");
        settings.put("metriton.it.endpoint", args[0]);
        settings.put("metriton.it.home", args[1]);
        Framework framework = new FrameworkFactory().newFramework(settings);
        framework.start();
        BundleContext context = framework.getBundleContext();
        List<Bundle> bundles = new ArrayList<>();
        for (String url : List.of(args).subList(2, args.length)) {
            bundles.add(context.installBundle(url));
        }
        try {
            for (Bundle bundle : bundles) {
                bundle.start();
            }
            Supplier<?> outcome = context.getService(context.getServiceReference(Supplier.class));
            System.out.println(outcome.get());
        } catch (BundleException e) {
            System.out.println(e.getCause().getMessage());
        }
        framework.stop();
        framework.waitForStop(10_000);
    }
}
