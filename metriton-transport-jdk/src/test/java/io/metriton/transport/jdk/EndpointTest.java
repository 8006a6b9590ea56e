package io.metriton.transport.jdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.metriton.api.NotSentException;
import java.io.IOException;
import java.net.URI;
import org.junit.jupiter.api.Test;

/** What becomes of the zone of an IPv6 address, and of a dot behind a host. */
class EndpointTest {

    @Test
    void zoneThatIsNotNeeded_isLeftOut() throws IOException {
        assertThat(Endpoint.forClient(URI.create("http://[::1%lo]:8080/scout?a=%25lo")))
                .isEqualTo(URI.create("http://[::1]:8080/scout?a=%25lo"));
        assertThat(Endpoint.forClient(URI.create("https://[2001:db8::1%25eth0]/")))
                .isEqualTo(URI.create("https://[2001:db8::1]/"));
    }

    @Test
    void zoneThatIsNeeded_isRefusedWithAWayOut() {
        assertThatThrownBy(() -> Endpoint.forClient(URI.create("http://[fe80::1%eth0]/")))
                .isInstanceOf(NotSentException.class)
                .hasMessageContaining("[fe80::1%eth0]")
                .hasMessageContaining("socket");
    }

    /** Each such report failed, as the client gives the dot to TLS, which refuses it. */
    @Test
    void dotBehindAHostOfHttps_isLeftOut() throws IOException {
        assertThat(Endpoint.forClient(URI.create("https://host./host./?host.")))
                .isEqualTo(URI.create("https://host/host./?host."));
        assertThat(Endpoint.forClient(URI.create("https://host.:8443/"))).isEqualTo(URI.create("https://host:8443/"));
    }

    @Test
    void otherEndpoints_areLeftAsTheyAre() throws IOException {
        for (String endpoint :
                new String[] {"http://localhost:1/a%20b", "https://[::1]/", "http://host./", "https://host/host./"}) {
            assertThat(Endpoint.forClient(URI.create(endpoint))).hasToString(endpoint);
        }
    }
}
