package io.metriton.benchmarks.run;

import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/**
 * A process that sends by hand, over a transport and with a reporter, by turns: each round goes through them once in this
 * order and once in the other. Prints the reports a second of each, and how many failed, a line for each round.
 */
final class ThroughputRun {
    private static final int WARM_UP = 6_000;

    private final int requests;
    private final int threads;
    private final ExecutorService senders;

    private ThroughputRun(int requests, int threads) {
        this.requests = requests;
        this.threads = threads;
        this.senders = Executors.newFixedThreadPool(threads);
    }

    /** Arguments: client, endpoint, how many at once, reports of a turn, rounds. */
    public static void main(String[] args) throws Exception {
        URI endpoint = URI.create(args[1]);
        ThroughputRun run = new ThroughputRun(Integer.parseInt(args[3]), Integer.parseInt(args[2]));
        List<Exchange> exchanges = List.of(
                BareExchanges.of(args[0], endpoint),
                OurExchanges.transport(args[0], endpoint),
                OurExchanges.reporter(args[0], endpoint));
        for (int round = -WARM_UP / run.requests; round < Integer.parseInt(args[4]); round++) {
            String line = run.round(exchanges);
            if (round >= 0) {
                System.out.println(line);
            }
        }
        for (Exchange each : exchanges) {
            each.close();
        }
        System.exit(0); // What clients leave behind is not ours to wait for.
    }

    private String round(List<Exchange> exchanges) throws Exception {
        List<Turns> turns = new ArrayList<>();
        for (Exchange each : exchanges) {
            turns.add(new Turns(each));
        }
        for (Turns each : turns) {
            each.take();
        }
        Collections.reverse(turns);
        for (Turns each : turns) {
            each.take();
        }
        Collections.reverse(turns);
        String rates = turns.stream().map(each -> each.rate() + " ").collect(Collectors.joining());
        return rates + turns.stream().map(each -> each.failed.toString()).collect(Collectors.joining(" "));
    }

    /** Those of one exchange in a round. */
    private final class Turns {
        private final Exchange exchange;
        private final AtomicInteger sent = new AtomicInteger();
        private final AtomicInteger failed = new AtomicInteger();
        private long nanos;

        Turns(Exchange exchange) {
            this.exchange = exchange;
        }

        void take() throws Exception {
            AtomicInteger left = new AtomicInteger(requests);
            Callable<Boolean> sender = () -> {
                while (left.getAndDecrement() > 0) {
                    send();
                }
                return true;
            };
            List<Callable<Boolean>> all = Collections.nCopies(threads, sender);
            long start = System.nanoTime();
            for (Future<Boolean> each : senders.invokeAll(all)) {
                each.get();
            }
            nanos += System.nanoTime() - start;
        }

        private void send() {
            try {
                exchange.send();
                sent.incrementAndGet();
            } catch (Exception e) {
                if (failed.getAndIncrement() == 0) {
                    System.err.println("failed: " + e);
                }
            }
        }

        double rate() {
            return sent.get() * 1e9 / nanos;
        }
    }
}
