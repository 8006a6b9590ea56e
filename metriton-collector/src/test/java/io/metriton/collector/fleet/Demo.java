package io.metriton.collector.fleet;

import io.metriton.collector.cli.RunningCollector;
import io.metriton.collector.store.Databases;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** Runs a collector with a simulated history, to look at its pages: prints its address and a token, until it is ended. */
final class Demo {

    private Demo() {}

    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createTempDirectory("demo");
        RunningCollector collector = new RunningCollector(Databases.SQLITE.url(folder));
        FleetClient client = new FleetClient(collector, true);
        int days = Integer.parseInt(arguments[1]);
        int first = (int) LocalDate.now(ZoneOffset.UTC).toEpochDay() - days + 1;
        new Fleet(7, Integer.parseInt(arguments[0]), first, days).run(client);
        collector.put("greet", "{}");
        collector.report("{\"application\": \"<script>alert(1)</script>\", \"install_id\": \"a\", \"version\": \"1\"}");
        System.out.println(collector.uri + " " + collector.admin);
        System.out.flush();
        Thread.currentThread().join();
    }
}
