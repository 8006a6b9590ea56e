package io.metriton.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ArrivalsTest {

    /** Whoever has opted out on this machine once wondered why no test of telemetry passes. */
    @Test
    void nothingArrivedAndOptOutInTheEnvironment_isNamed() {
        Arrivals arrivals = new Arrivals(List.of(), List.of(), Map.of("DO_NOT_TRACK", "1", "SCOUT_DISABLE", "1"));

        assertThat(arrivals.described())
                .isEqualTo("no report (SCOUT_DISABLE, DO_NOT_TRACK in the environment of this JVM may turn reports off:"
                        + " remove it for tests, see excludedEnvironmentVariables of Surefire)");
    }

    @Test
    void nothingArrived_isSaid() {
        assertThat(new Arrivals(List.of(), List.of(), Map.of("HOME", "/")).described())
                .isEqualTo("no report");
    }
}
