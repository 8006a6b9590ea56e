package io.metriton.it;

import io.metriton.api.Transport;
import io.metriton.api.TransportRequest;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** Says how many virtual callers got an answer, what the others got, and how many platform threads there were at most. */
final class VirtualCallersChild {
    private VirtualCallersChild() {}

    public static void main(String[] args) throws Exception {
        TransportRequest request = TransportRequest.builder()
                .endpoint(URI.create("http://127.0.0.1:" + args[1] + "/scout"))
                .body(new byte[] {'{', '}'})
                .timeout(Duration.ofSeconds(60))
                .build();
        AtomicInteger heard = new AtomicInteger();
        Map<String, Integer> failures = new ConcurrentHashMap<>();
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        Transport transport = Transports.valueOf(args[0]).open();
        ExecutorService callers = (ExecutorService)
                Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        List<Future<?>> calls = new ArrayList<>();
        for (int i = 0; i < Integer.parseInt(args[2]); i++) {
            calls.add(callers.submit(() -> {
                try {
                    transport.send(request);
                    heard.incrementAndGet();
                } catch (Throwable e) {
                    failures.merge(e.toString(), 1, Integer::sum);
                }
            }));
        }
        for (Future<?> call : calls) {
            call.get();
        }
        System.out.println("heard " + heard + " " + new TreeMap<>(failures));
        System.out.println(threads.getPeakThreadCount());
        System.exit(0);
    }
}
