package io.metriton.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.metriton.api.Transport;
import io.metriton.api.TransportConfig;
import java.io.IOException;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A host program's proxy selector may be broken: that is told in plain words, and no report goes around it. */
abstract class ProxySelectorContract extends ContractTests {

    ProxySelectorContract(TransportContract contract) {
        super(contract);
    }

    @Test
    void send_selectorThatGivesNullOrThrowsIsNamed() throws Exception {
        assertNamed(new Broken(null, null));
        assertNamed(new Broken(Collections.singletonList(null), null));
        assertNamed(new Broken(List.of(), new IllegalStateException("no proxy today")));
    }

    /** As the JDK's own clients take it. */
    @Test
    void send_emptyListMeansNoProxy() throws Exception {
        try (ScriptedServer server = ScriptedServer.start(ScriptedServer.always(200, "{}"));
                Transport transport = open(with(new Broken(List.of(), null)))) {
            assertThat(transport.send(report(server.uri("/")).build()).status()).isEqualTo(200);
        }
    }

    private void assertNamed(Broken selector) throws Exception {
        try (ScriptedServer server = ScriptedServer.start(ScriptedServer.always(200, "{}"));
                Transport transport = open(with(selector))) {
            assertThatThrownBy(() -> transport.send(report(server.uri("/")).build()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(Broken.class.getName());
            assertThat(server.connections()).isZero();
        }
    }

    private static TransportConfig with(ProxySelector selector) {
        return TransportConfig.builder().proxySelector(selector).build();
    }

    private static final class Broken extends ProxySelector {
        private final @Nullable List<Proxy> proxies;
        private final @Nullable RuntimeException failure;

        Broken(@Nullable List<Proxy> proxies, @Nullable RuntimeException failure) {
            this.proxies = proxies;
            this.failure = failure;
        }

        @Override
        @SuppressWarnings("NullAway") // That is the fault.
        public List<Proxy> select(URI uri) {
            if (failure != null) {
                throw failure;
            }
            return proxies;
        }

        @Override
        public void connectFailed(URI uri, SocketAddress address, IOException failure) {
            // No connection is made.
        }
    }
}
