package io.metriton.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.metriton.it.Program.Outcome;
import io.metriton.testkit.ScriptedServer;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A heap that is full for a while, and free again. */
class FullHeapIT {
    @TempDir
    Path home;

    @ParameterizedTest
    @ValueSource(strings = {"cold", "warm"})
    void heapFullForThreeSeconds_deliveryGoesOnAfterwards(String state, TestReporter reporter) throws Exception {
        assertGoesOn(Transports.SOCKET, state, reporter);
    }

    /**
     * Where they have sent before. What they load when the heap is full, their clients and the JDK's own classes, may stay
     * broken for as long as the process lives.
     */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "SOCKET")
    @EnabledIfSystemProperty(named = "metriton.slow", matches = "true", disabledReason = "takes half a minute: -Pslow")
    void heapFullForThreeSecondsWithOtherTransports_deliveryGoesOnAfterwards(
            Transports transport, TestReporter reporter) throws Exception {
        assertGoesOn(transport, "warm", reporter);
    }

    private void assertGoesOn(Transports transport, String state, TestReporter reporter) throws Exception {
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
            assertThat(outcome.out()).as("%s", outcome).hasSize(3).startsWith("uncaught 0, thrown 0", "goes on");
        }
    }
}
