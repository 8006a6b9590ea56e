package com.example.host;

import java.io.File;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** A plug-in from a folder with its jar and a folder "lib" with those it needs. */
final class Plugin implements AutoCloseable {
    private final URLClassLoader loader;
    private final Supplier<?> instance;

    Plugin(File folder, URI endpoint) throws Exception {
        List<URL> jars = new ArrayList<>();
        jars.add(new File(folder, "app.jar").toURI().toURL());
        for (File jar : new File(folder, "lib").listFiles()) {
            jars.add(jar.toURI().toURL());
        }
        loader = new URLClassLoader(jars.toArray(URL[]::new), Plugin.class.getClassLoader());
        instance = (Supplier<?>) loader.loadClass("com.example.plugin.ReportingPlugin")
                .getConstructor(URI.class)
                .newInstance(endpoint);
    }

    String report() {
        return (String) instance.get();
    }

    ClassLoader loader() {
        return loader;
    }

    @Override
    public void close() throws Exception {
        ((AutoCloseable) instance).close();
        loader.close();
    }
}
