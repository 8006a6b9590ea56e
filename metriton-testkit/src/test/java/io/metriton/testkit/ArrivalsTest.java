package io.metriton.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class ArrivalsTest {

    /** A user who has opted out on this machine once wondered why no test of telemetry passes. */
    @Test
    void nothingArrivedAndSettingsInTheWay_areNamedWithTheirValues() {
        Properties properties = new Properties();
        properties.setProperty("metriton.disabled", "true");
        properties.setProperty("user.home", "/");
        List<String> settings =
                Arrivals.settings(Map.of("METRITON_TRANSPORT", "log", "DO_NOT_TRACK", "1", "HOME", "/"), properties);

        assertThat(new Arrivals(List.of(), List.of(), List.of(), settings).described())
                .isEqualTo("no report\n  This JVM has DO_NOT_TRACK=1, METRITON_TRANSPORT=log, -Dmetriton.disabled=true,"
                        + " which may be the reason, whatever environment the application is given: remove it for tests,"
                        + " see excludedEnvironmentVariables of Surefire.");
    }

    @Test
    void nothingArrived_isSaid() {
        assertThat(new Arrivals(
                                List.of(),
                                List.of(),
                                List.of(),
                                Arrivals.settings(Map.of("HOME", "/"), new Properties()))
                        .described())
                .isEqualTo("no report");
    }
}
