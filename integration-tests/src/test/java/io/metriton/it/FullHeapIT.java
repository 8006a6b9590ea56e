package io.metriton.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.metriton.it.Program.Outcome;
import io.metriton.testkit.ScriptedServer;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A heap that is full for a while, and free again, in a process that has reported before. Where the first report is made while
 * the heap is full, any class may be initialised just then, those of the JDK's lambdas among them, and stays broken for as long
 * as the JVM lives (JVMS 5.5): no library can mend that for its host.
 */
@Tag("long")
class FullHeapIT {
    @TempDir
    Path home;

    @Test
    void heapFullForThreeSeconds_deliveryGoesOnAfterwards(TestReporter reporter) throws Exception {
        assertGoesOn(Transports.SOCKET, reporter);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "SOCKET")
    @EnabledIfSystemProperty(named = "metriton.slow", matches = "true", disabledReason = "takes half a minute: -Pslow")
    void heapFullForThreeSecondsWithOtherTransports_deliveryGoesOnAfterwards(
            Transports transport, TestReporter reporter) throws Exception {
        assertGoesOn(transport, reporter);
    }

    private void assertGoesOn(Transports transport, TestReporter reporter) throws Exception {
        try (ScriptedServer server = ScriptedServer.start(ScriptedServer.always(200, "{}"))) {
            Outcome outcome = HostJvm.current(home, "-Xmx24m")
                    .run(
                            ChildJvm.wholeClassPath(),
                            Map.of(),
                            FullHeapChild.class,
                            server.uri("/scout").toString(),
                            transport.name().toLowerCase(Locale.ROOT));

            reporter.publishEntry(transport.toString(), outcome.toString());
            assertThat(outcome.out()).as("%s", outcome).hasSize(3).startsWith("uncaught 0, thrown 0", "goes on");
        }
    }
}
