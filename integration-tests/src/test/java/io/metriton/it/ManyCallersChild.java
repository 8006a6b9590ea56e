package io.metriton.it;

import io.metriton.api.MetritonException;
import io.metriton.core.Reporter;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Many threads of a host report at once. Says how many there were, how many threads the host could start meanwhile, and what
 * each caller was told.
 */
public final class ManyCallersChild {
    private static final long STACK = 128 << 10;

    private static final int HOSTS_THREADS = 20;
    private static final AtomicInteger BEGUN = new AtomicInteger();

    private ManyCallersChild() {}

    /** Arguments: the endpoint, the transport, {@code virtual} or {@code platform}, how many. */
    public static void main(String[] args) throws Exception {
        Thread.setDefaultUncaughtExceptionHandler(
                (thread, e) -> System.out.println("uncaught in " + thread.getName() + ": " + e));
        Map<String, Integer> told = new ConcurrentHashMap<>();
        int count = Integer.parseInt(args[3]);
        try (Reporter reporter = Reporter.builder("callers", "1.0.0")
                .endpoint(URI.create(args[0]))
                .transport(args[1])
                .installId("the-id")
                .timeout(Duration.ofSeconds(60))
                .connectTimeout(Duration.ofSeconds(60))
                .build()) {
            Runnable call = () -> told.merge(told(reporter), 1, Integer::sum);
            int started = args[2].equals("virtual") ? virtual(call, count) : platform(call, count);
            System.out.println(started + " callers");
        }
        if (args[2].equals("virtual")) {
            System.out.println(ManagementFactory.getThreadMXBean().getPeakThreadCount() + " platform threads");
        }
        new TreeMap<>(told).forEach((what, times) -> System.out.println(times + " x " + what));
        System.exit(0);
    }

    private static String told(Reporter reporter) {
        BEGUN.incrementAndGet();
        try {
            reporter.report(Map.of("n", 1));
            return "heard";
        } catch (MetritonException e) {
            return e.getMessage().replaceAll("[0-9]{2,}", "#");
        } catch (Throwable e) {
            return e.toString();
        }
    }

    /** By reflection, as this is compiled for Java 17. */
    private static int virtual(Runnable call, int count) throws Exception {
        ExecutorService callers = (ExecutorService)
                Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        for (int i = 0; i < count; i++) {
            callers.execute(call);
        }
        startOthers(count);
        callers.shutdown();
        return callers.awaitTermination(100, TimeUnit.SECONDS) ? count : -1;
    }

    /** As many as the host can start; all report at once. */
    private static int platform(Runnable call, int count) throws Exception {
        CountDownLatch all = new CountDownLatch(1);
        List<Thread> started = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                Thread thread = new Thread(
                        null,
                        () -> {
                            await(all);
                            call.run();
                        },
                        "caller",
                        STACK);
                thread.start();
                started.add(thread);
            }
        } catch (OutOfMemoryError e) {
            // The limit of processes: those that run are callers enough.
        }
        all.countDown();
        startOthers(started.size());
        for (Thread each : started) {
            each.join();
        }
        return started.size();
    }

    /** The host goes on with its own work while all of them wait for the endpoint. */
    private static void startOthers(int callers) throws InterruptedException {
        while (BEGUN.get() < callers) {
            LockSupport.parkNanos(1_000_000);
        }
        CountDownLatch end = new CountDownLatch(1);
        int started = 0;
        for (int i = 0; i < HOSTS_THREADS; i++) {
            try {
                new Thread(null, () -> await(end), "host", STACK).start();
                started++;
            } catch (OutOfMemoryError e) {
                // Counted below as one that was not started.
            }
        }
        end.countDown();
        System.out.println(started + " of " + HOSTS_THREADS + " threads of the host started");
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
