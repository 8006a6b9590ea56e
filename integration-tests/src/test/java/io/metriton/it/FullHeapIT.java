package io.metriton.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.metriton.it.Program.Outcome;
import io.metriton.testkit.ScriptedServer;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A heap that is full for a while, and free again. */
class FullHeapIT {
    private static final String UNHURT = "uncaught 0, thrown 0";

    @TempDir
    Path home;

    @Test
    void heapFullForThreeSeconds_deliveryGoesOnAfterwards(TestReporter reporter) throws Exception {
        assertThat(run(Transports.SOCKET, "warm", reporter).out()).startsWith(UNHURT, "goes on");
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "SOCKET")
    @EnabledIfSystemProperty(named = "metriton.slow", matches = "true", disabledReason = "takes half a minute: -Pslow")
    void heapFullForThreeSecondsWithOtherTransports_deliveryGoesOnAfterwards(
            Transports transport, TestReporter reporter) throws Exception {
        assertThat(run(transport, "warm", reporter).out()).startsWith(UNHURT, "goes on");
    }

    /**
     * Where the first report is made while the heap is full, a class of the JDK may be initialised just then, and stays broken
     * for as long as the JVM lives (JVMS 5.5). Delivery goes on, or says which class it is, and counts each report.
     */
    @Test
    void heapFullFromTheFirstReportOn_deliveryGoesOnOrTellsWhyNot(TestReporter reporter) throws Exception {
        Outcome outcome = run(Transports.SOCKET, "cold", reporter);

        assertThat(outcome.out().get(0)).isEqualTo(UNHURT);
        assertThat(outcome.out().get(1))
                .matches("goes on|all counted, .*(Could not initialize class|OutOfMemoryError).*");
    }

    private Outcome run(Transports transport, String state, TestReporter reporter) throws Exception {
        try (ScriptedServer server = ScriptedServer.start(ScriptedServer.always(200, "{}"))) {
            Outcome outcome = HostJvm.current(home, "-Xmx24m")
                    .run(
                            ChildJvm.wholeClassPath(),
                            Map.of(),
                            FullHeapChild.class,
                            server.uri("/scout").toString(),
                            transport.name().toLowerCase(Locale.ROOT),
                            state);
            reporter.publishEntry(transport + ", " + state, outcome.toString());
            assertThat(outcome.out()).as("%s", outcome).hasSize(3);
            return outcome;
        }
    }
}
