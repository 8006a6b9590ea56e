package io.metriton.it;

import java.io.IOException;
import java.lang.reflect.Constructor;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The SDK in a class loader of its own, as in an application server: api, core and all libraries, but of the plug-ins
 * only those that the test adds.
 */
final class IsolatedSdk implements AutoCloseable {
    private static final Set<Path> PLUG_INS = Stream.of(Plugin.values())
            .map(plugin -> ChildJvm.locationOf(plugin.provider))
            .collect(Collectors.toSet());

    private final List<URLClassLoader> loaders = new ArrayList<>();
    private final BiFunction<String, Map<String, String>, String> driver;
    private ClassLoader context = ClassLoader.getPlatformClassLoader();

    /** The plug-ins of this project. */
    enum Plugin {
        APACHE(io.metriton.transport.apache.ApacheTransportProvider.class),
        JDK(io.metriton.transport.jdk.JdkTransportProvider.class),
        OKHTTP(io.metriton.transport.okhttp.OkHttpTransportProvider.class),
        SOCKET(io.metriton.transport.socket.SocketTransportProvider.class),
        INSTALLID_FS(io.metriton.installid.fs.FilesystemInstallIdProvider.class);

        private final Class<?> provider;

        Plugin(Class<?> provider) {
            this.provider = provider;
        }

        Path location() {
            return ChildJvm.locationOf(provider);
        }

        /** As messages call it. */
        String candidate() {
            return name().toLowerCase(Locale.ROOT) + " (" + provider.getName() + ")";
        }
    }

    private IsolatedSdk(List<Path> more) throws Exception {
        List<Path> classPath = Arrays.stream(ChildJvm.wholeClassPath().split(System.getProperty("path.separator"), -1))
                .map(Path::of)
                .filter(entry -> !PLUG_INS.contains(entry))
                .collect(Collectors.toCollection(ArrayList::new));
        classPath.addAll(more);
        URLClassLoader loader = loader(classPath, ClassLoader.getPlatformClassLoader());
        this.driver = driver(loader);
    }

    static IsolatedSdk with(Plugin... plugins) throws Exception {
        return new IsolatedSdk(Arrays.stream(plugins).map(Plugin::location).toList());
    }

    /** With folders of providers that are asked before the plug-ins. */
    static IsolatedSdk with(List<ProviderFolder> folders, Plugin... plugins) throws Exception {
        return new IsolatedSdk(Stream.concat(
                        folders.stream().map(ProviderFolder::path),
                        Arrays.stream(plugins).map(Plugin::location))
                .toList());
    }

    /** Gives the threads that call the SDK a context class loader below that of the SDK. */
    IsolatedSdk context(ProviderFolder... folders) throws Exception {
        context = loader(
                Arrays.stream(folders).map(ProviderFolder::path).toList(),
                driver.getClass().getClassLoader());
        return this;
    }

    String build(Map<String, String> settings) {
        return call("build", settings);
    }

    String report() {
        return call("report", Map.of());
    }

    String installId() {
        return call("installId", Map.of());
    }

    String source() {
        return call("source", Map.of());
    }

    String status() {
        return call("status", Map.of());
    }

    @Override
    public void close() throws IOException {
        for (URLClassLoader loader : loaders) {
            loader.close();
        }
    }

    private String call(String order, Map<String, String> settings) {
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        Thread.currentThread().setContextClassLoader(context);
        try {
            return driver.apply(order, settings);
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    private URLClassLoader loader(List<Path> classPath, ClassLoader parent) throws MalformedURLException {
        List<URL> urls = new ArrayList<>();
        for (Path entry : classPath) {
            urls.add(entry.toUri().toURL());
        }
        URLClassLoader loader = new URLClassLoader(urls.toArray(URL[]::new), parent);
        loaders.add(loader);
        return loader;
    }

    @SuppressWarnings("unchecked")
    private static BiFunction<String, Map<String, String>, String> driver(ClassLoader loader) throws Exception {
        Constructor<?> constructor = loader.loadClass(SdkDriver.class.getName()).getDeclaredConstructor();
        constructor.setAccessible(true);
        return (BiFunction<String, Map<String, String>, String>) constructor.newInstance();
    }
}
