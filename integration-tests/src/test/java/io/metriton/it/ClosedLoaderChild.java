package io.metriton.it;

import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs {@link DailyChild} as a plug-in: in a class loader of its own, which is closed before the JVM ends, and once what is to
 * be loaded is loaded.
 */
final class ClosedLoaderChild {
    private ClosedLoaderChild() {}

    public static void main(String[] args) throws Exception {
        List<URL> path = new ArrayList<>();
        for (String each : System.getProperty("java.class.path").split(File.pathSeparator)) {
            path.add(new File(each).toURI().toURL());
        }
        try (URLClassLoader loader =
                new URLClassLoader(path.toArray(new URL[0]), ClassLoader.getPlatformClassLoader())) {
            var main = loader.loadClass(DailyChild.class.getName()).getDeclaredMethod("main", String[].class);
            main.setAccessible(true);
            main.invoke(null, (Object) args);
            awaitEnd("metriton-daily");
        }
    }

    private static void awaitEnd(String thread) throws InterruptedException {
        for (Thread each : Thread.getAllStackTraces().keySet()) {
            if (each.getName().equals(thread)) {
                each.join();
            }
        }
    }
}
