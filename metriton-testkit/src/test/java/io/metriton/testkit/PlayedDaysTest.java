package io.metriton.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.HttpURLConnection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(MetritonExtension.class)
class PlayedDaysTest {

    @Test
    void clock_standsStillUntilItIsMoved(MetritonServer server) {
        PlayedDays days = PlayedDays.from(server, Instant.parse("2028-02-28T23:30:00Z"));

        assertThat(days.today()).isEqualTo(LocalDate.parse("2028-02-28"));
        assertThat(days.clock().instant()).isEqualTo(days.clock().instant());
        Clock local = days.clock().withZone(ZoneId.of("Europe/Berlin"));
        assertThat(LocalDate.now(local)).isEqualTo(LocalDate.parse("2028-02-29"));
        days.pass(Duration.ofHours(1));
        assertThat(days.today()).isEqualTo(LocalDate.parse("2028-02-29"));
        assertThat(local.instant()).isEqualTo(days.clock().instant());
        days.pass(Duration.ofDays(-1));
        assertThat(days.today()).isEqualTo(LocalDate.parse("2028-02-28"));
    }

    @Test
    void endpoint_isAwayForAWhile(MetritonServer server) throws Exception {
        PlayedDays days = PlayedDays.with(server).offline();
        assertThat(post(server, "0")).isEqualTo(503);
        days.online();
        assertThat(post(server, "172800")).isEqualTo(200);

        assertThat(days.dateOf(server.reports().get(1))).isEqualTo(days.today().minusDays(2));
    }

    private static int post(MetritonServer server, String age) throws Exception {
        HttpURLConnection connection =
                (HttpURLConnection) server.endpoint().toURL().openConnection();
        connection.setDoOutput(true);
        connection.setRequestProperty("Content-Type", "application/json");
        connection.setRequestProperty("Metriton-Report-Age", age);
        connection
                .getOutputStream()
                .write("{\"application\":\"a\",\"install_id\":\"i\",\"version\":\"1\",\"metadata\":{}}".getBytes());
        int status = connection.getResponseCode();
        connection.disconnect();
        return status;
    }
}
