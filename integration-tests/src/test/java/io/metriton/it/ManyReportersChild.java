package io.metriton.it;

import io.metriton.core.BackgroundReporter;
import io.metriton.core.Reporter;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Makes so many background reporters, has each report once, and forgets them. Says what is left of them. */
public final class ManyReportersChild {
    private static final File DESCRIPTORS = new File("/proc/self/fd");
    private static final int OPENED = 20;
    private static final long FIRST_SECONDS = 10;

    private ManyReportersChild() {}

    /**
     * Arguments: the endpoint, how many, how long an exchange may take (milliseconds), what to do then: {@code open} files,
     * {@code end} at once, or the seconds to wait at most until all have settled.
     */
    public static void main(String[] args) throws Exception {
        Thread.setDefaultUncaughtExceptionHandler(
                (thread, e) -> System.out.println("uncaught in " + thread.getName() + ": " + e));
        URI endpoint = URI.create(args[0]);
        Duration timeout = Duration.ofMillis(Long.parseLong(args[2]));
        make(endpoint, timeout); // What is there once for all.
        settle(FIRST_SECONDS);
        System.out.println(counts());
        for (int i = 0; i < Integer.parseInt(args[1]); i++) {
            make(endpoint, timeout);
        }
        switch (args[3]) {
            case "open" -> openSome();
            case "end" -> {
                System.gc(); // The host holds none of the reporters.
                System.out.println("ends");
            }
            default -> {
                settle(Long.parseLong(args[3]));
                System.out.println(counts());
            }
        }
    }

    private static void make(URI endpoint, Duration timeout) {
        BackgroundReporter background = BackgroundReporter.builder(Reporter.builder("many", "1.0.0")
                        .endpoint(endpoint)
                        .installId("the-id")
                        .timeout(timeout)
                        .build())
                .build();
        var unused = background.report(Map.of("action", "run"));
    }

    /** Until no thread of the SDK is left: each has delivered, or has stored its report and tried in vain. */
    private static void settle(long seconds) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (System.nanoTime() < end && hasDeliveryThread()) {
            System.gc(); // A reporter that nobody holds is looked for by this alone.
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
        }
    }

    private static boolean hasDeliveryThread() {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().startsWith("metriton-"));
    }

    private static String counts() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        Runtime runtime = Runtime.getRuntime();
        String[] files = DESCRIPTORS.list();
        return Thread.getAllStackTraces().size() + " threads, " + (files == null ? 0 : files.length) + " files, "
                + System.getProperties().size() + " properties, "
                + (runtime.totalMemory() - runtime.freeMemory()) / 1024 + " KiB";
    }

    /** What the host itself does. */
    private static void openSome() {
        List<AutoCloseable> opened = new ArrayList<>();
        try {
            for (int i = 0; i < OPENED; i++) {
                opened.add(new FileInputStream(
                        Path.of(System.getProperty("java.home"), "release").toFile()));
                opened.add(new ServerSocket(0));
            }
            System.out.println("all opened");
        } catch (IOException e) {
            System.out.println("the host is broken after " + opened.size() + ": " + e);
        }
    }
}
