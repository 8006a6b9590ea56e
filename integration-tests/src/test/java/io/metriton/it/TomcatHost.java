package io.metriton.it;

import java.io.File;
import java.lang.ref.WeakReference;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.catalina.Context;
import org.apache.catalina.Wrapper;
import org.apache.catalina.startup.Tomcat;

/** A Tomcat that deploys an application with the SDK in it, has it report, and takes it away; again and again. */
public final class TomcatHost {
    private static final int TIMES = 20;

    /** In the application alone: the host does not know the class. */
    private static final String SERVLET = "io.metriton.it.TomcatServlet";

    private TomcatHost() {}

    /** Arguments: the folder of the application, the endpoint, {@code close} if the application closes its reporter. */
    public static void main(String[] args) {
        try {
            run(args);
        } catch (Throwable e) {
            e.printStackTrace();
        }
        System.exit(0); // Tomcat's own threads are none of this test.
    }

    private static void run(String[] args) throws Exception {
        Logger.getLogger("").setLevel(Level.WARNING); // Warns of threads that an application has left.
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir(new File(args[0]).getParent());
        tomcat.setPort(0);
        tomcat.getConnector().setProperty("address", "127.0.0.1");
        tomcat.start();
        List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
        for (int i = 0; i < TIMES; i++) {
            loaders.add(deploy(tomcat, args));
        }
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (loaded(loaders) > 0 && System.nanoTime() < end) {
            System.gc();
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
        }
        System.out.println(loaded(loaders) + " of " + TIMES + " still loaded");
        tomcat.stop();
    }

    private static long loaded(List<WeakReference<ClassLoader>> loaders) {
        return loaders.stream().filter(each -> each.get() != null).count();
    }

    private static WeakReference<ClassLoader> deploy(Tomcat tomcat, String[] args) throws Exception {
        Context application = tomcat.addContext("/app", args[0]);
        Wrapper servlet = Tomcat.addServlet(application, "reporting", SERVLET);
        servlet.addInitParameter("endpoint", args[1]);
        servlet.addInitParameter("close", String.valueOf(args.length > 2));
        application.addServletMappingDecoded("/", "reporting");
        URI uri = URI.create("http://127.0.0.1:" + tomcat.getConnector().getLocalPort() + "/app/");
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
        System.out.println(answer.body());
        WeakReference<ClassLoader> loader =
                new WeakReference<>(application.getLoader().getClassLoader());
        tomcat.getHost().removeChild(application);
        application.destroy();
        return loader;
    }
}
