package io.metriton.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.metriton.core.BackgroundReporter;
import io.metriton.core.DeliveryStats;
import io.metriton.core.DropReason;
import io.metriton.core.Reporter;
import io.metriton.core.RetryPolicy;
import io.metriton.it.PortalAnswer.Fate;
import io.metriton.outbox.fs.FilesystemOutbox;
import io.metriton.testkit.ReceivedRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Somebody else answers in the endpoint's place, a portal or a filter, with each status and kind of body; later the endpoint
 * itself. Each answer meets a process of its own, that is a background reporter with an outbox of its own; one later process
 * finds what all of them kept.
 */
@Timeout(120)
@Tag("long")
class PortalMatrixIT {
    private static final Duration LONG = Duration.ofSeconds(15);

    /** A pause is random by default, and may be none: an answer must meet one try alone. */
    private static final RetryPolicy NOT_AGAIN =
            RetryPolicy.builder().firstPause(Duration.ofHours(1)).jitter(0).build();

    private static final int DIGITS = 13;

    @TempDir
    static Path shared;

    private static LoopbackTls tls;

    @TempDir
    Path temp;

    @BeforeAll
    static void makeKeys() throws Exception {
        tls = LoopbackTls.in(Files.createDirectory(shared.resolve("tls")));
    }

    @ParameterizedTest
    @MethodSource("io.metriton.it.Transports#tested")
    void answersOverHttp_reportsAreKeptDeliveredOrRefusedAndWhatIsKeptIsHeard(
            Transports transport, TestReporter reporter) throws Exception {
        try (PortalNetwork network = PortalNetwork.http()) {
            playAll(network, transport, reporter);
        }
    }

    @ParameterizedTest
    @MethodSource("io.metriton.it.Transports#tested")
    void answersOfAnInspectingProxyOverHttps_reportsAreKeptDeliveredOrRefusedAndWhatIsKeptIsHeard(
            Transports transport, TestReporter reporter) throws Exception {
        try (PortalNetwork network = PortalNetwork.https(tls)) {
            playAll(network, transport, reporter);
        }
    }

    private void playAll(PortalNetwork network, Transports transport, TestReporter reporter) throws Exception {
        Map<String, PortalAnswer> kept = new TreeMap<>();
        Path waiting = Files.createDirectory(temp.resolve("waiting"));
        SoftAssertions fates = new SoftAssertions();
        for (PortalAnswer answer : PortalAnswer.all()) {
            network.answerWith(answer);
            int before = network.requests().size();
            Path folder = temp.resolve(answer.status() + "-" + answer.body());
            Fate fate = play(network, transport, folder);
            fates.assertThat(fate).as("%s", answer).isEqualTo(answer.expected());
            if (fate == Fate.KEPT) {
                kept.put(key(network.requests().get(before)), answer);
                moveAsOlder(folder, waiting);
            }
        }
        fates.assertAll();
        network.answerWith(null);
        int before = network.requests().size();
        hearAll(network, transport, waiting, kept.size() + 1);

        assertThat(network.requests().stream().skip(before).map(PortalMatrixIT::key))
                .as("what was kept, and the report of this process")
                .doesNotHaveDuplicates()
                .hasSize(kept.size() + 1)
                .containsAll(kept.keySet());
        reporter.publishEntry(
                transport.toString(), kept.size() + " of " + PortalAnswer.all().size() + " kept, and heard later");
    }

    /** One process: reports once, and lives until something has become of it. */
    private static Fate play(PortalNetwork network, Transports transport, Path folder) throws Exception {
        DeliveryStats stats;
        try (BackgroundReporter background = background(network, transport, folder, NOT_AGAIN)) {
            var unused = background.report(Map.of());
            Waiting.until(() -> isSettled(background.stats()));
            stats = background.stats();
            background.close(Duration.ZERO);
        }
        if (stats.dropped().get(DropReason.REFUSED) > 0) {
            return Fate.REFUSED;
        }
        return stats.delivered() > 0 ? Fate.DELIVERED : Fate.KEPT;
    }

    private static boolean isSettled(DeliveryStats stats) {
        return stats.delivered() + stats.retried() + stats.dropped().get(DropReason.REFUSED) > 0;
    }

    /** A later process, which takes over what waits. */
    private static void hearAll(PortalNetwork network, Transports transport, Path waiting, int count) throws Exception {
        try (BackgroundReporter background = background(network, transport, waiting, RetryPolicy.defaults())) {
            var unused = background.report(Map.of());
            Waiting.until(() -> background.stats().delivered() >= count);
        }
    }

    private static BackgroundReporter background(
            PortalNetwork network, Transports transport, Path folder, RetryPolicy retry) throws Exception {
        Reporter reporter = Reporter.builder("app", "1.0")
                .installId("11111111-2222-4333-8444-555555555555")
                .environment(Map.of())
                .transport(transport.open(network.config()))
                .endpoint(network.uri())
                .timeout(LONG)
                .build();
        return BackgroundReporter.builder(reporter)
                .retry(retry)
                .outbox(FilesystemOutbox.builder(folder).build())
                .build();
    }

    /** Reports of the last seconds are left to the process that made them: by name and content, this one is older. */
    private static void moveAsOlder(Path folder, Path waiting) throws IOException {
        Waiting.until(() -> reports(folder).size() == 1); // Not claimed any more.
        Path report = reports(folder).get(0);
        Instant created = Instant.now().minusSeconds(60).truncatedTo(ChronoUnit.MILLIS);
        String text = Files.readString(report).replaceFirst("created: .*", "created: " + created);
        String name = report.getFileName().toString();
        Files.writeString(waiting.resolve(created.toEpochMilli() + name.substring(DIGITS)), text);
    }

    private static List<Path> reports(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".report")).toList();
        } catch (IOException e) {
            throw new AssertionError("cannot list " + folder, e);
        }
    }

    private static String key(ReceivedRequest request) {
        return request.header("Idempotency-Key").orElse("");
    }
}
