package io.metriton.transport.jdk;

import static org.assertj.core.api.Assertions.assertThat;

import io.metriton.api.TransportConfig;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ClientsTest {
    private final AtomicLong nanos = new AtomicLong();
    private final Clients clients = new Clients(TransportConfig.builder().build(), Runnable::run, nanos::get);

    @AfterEach
    void close() {
        clients.close();
    }

    private ClosableClient use() throws Exception {
        ClosableClient client = clients.borrow(false);
        clients.giveBack();
        return client;
    }

    @Test
    void client_isUsedAgainAtOnce() throws Exception {
        ClosableClient first = use();
        nanos.addAndGet(Duration.ofSeconds(4).toNanos());

        assertThat(use()).isSameAs(first);
    }

    /** Its connection may be one that a router has forgotten, and a report on it would wait for its whole time. */
    @Test
    void clientThatWasIdleForSeconds_isReplaced() throws Exception {
        ClosableClient first = use();
        nanos.addAndGet(Duration.ofSeconds(6).toNanos());

        assertThat(use()).isNotSameAs(first);
    }

    @Test
    void clientInUse_isNotReplacedForItsAge() throws Exception {
        ClosableClient first = clients.borrow(false);
        nanos.addAndGet(Duration.ofSeconds(6).toNanos());

        assertThat(clients.borrow(false)).isSameAs(first);
        clients.giveBack();
        clients.giveBack();
    }

    /** Of no memory for a moment, or an interrupt by the host: else all later reports would fail. */
    @Test
    void clientWhoseThreadHasEnded_isReplaced() throws Exception {
        Set<Thread> before = selectors();
        ClosableClient first = use();
        Set<Thread> started = selectors();
        started.removeAll(before);
        assertThat(started).hasSize(1);
        assertThat(first.isAlive()).isTrue();

        for (Thread selector : started) {
            selector.interrupt();
            selector.join(20_000);
        }

        assertThat(first.isAlive()).isFalse();
        assertThat(use().isAlive()).isTrue();
    }

    private static Set<Thread> selectors() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().endsWith("-SelectorManager"))
                .collect(Collectors.toSet());
    }
}
