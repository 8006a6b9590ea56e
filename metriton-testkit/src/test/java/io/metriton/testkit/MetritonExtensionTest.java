package io.metriton.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ConnectException;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.RegisterExtension;

class MetritonExtensionTest {

    /** Run by the tests below. */
    @ExtendWith(MetritonExtension.class)
    static class Extended {
        static final List<MetritonServer> SERVERS = new ArrayList<>();

        private MetritonServer before;

        @BeforeEach
        void prepare(MetritonServer server) {
            before = server;
        }

        @Test
        void first(MetritonServer server) throws Exception {
            look(server);
        }

        @Test
        void second(MetritonServer server) throws Exception {
            look(server);
        }

        @AfterEach
        void stillOpen(MetritonServer server) throws Exception {
            assertThat(server).isSameAs(before);
            Client.post(server.endpoint(), Client.report("{}"));
            assertThat(server.reports()).hasSize(2);
        }

        private void look(MetritonServer server) throws Exception {
            assertThat(server).isSameAs(before);
            Client.post(server.endpoint(), Client.report("{}"));
            SERVERS.add(server);
            System.setProperty(
                    "disable_scout:app@http://127.0.0.1:" + server.endpoint().getPort(), "true");
        }
    }

    /** Run by the tests below. */
    static class Registered {
        static final List<MetritonServer> SERVERS = new ArrayList<>();

        @RegisterExtension
        final MetritonExtension metriton = new MetritonExtension();

        @Test
        void only(MetritonServer server) {
            SERVERS.add(server);
        }
    }

    /** Run by the tests below. */
    @ExtendWith(MetritonExtension.class)
    static class TooEarly {

        @BeforeAll
        static void prepare(MetritonServer server) {
            throw new AssertionError("not reached: " + server);
        }

        @Test
        void never() {}
    }

    @Test
    void extendWith_everyTestHasItsOwnServerThatIsClosedAfterItAndItsOrdersTakenBack() {
        Extended.SERVERS.clear();

        TestRun run = TestRun.of(Extended.class);

        assertThat(run.failed()).isEmpty();
        assertThat(run.passed()).containsExactlyInAnyOrder("first", "second");
        assertThat(Extended.SERVERS).hasSize(2).doesNotHaveDuplicates().allSatisfy(MetritonExtensionTest::assertClosed);
    }

    @Test
    void registerExtension_works() {
        Registered.SERVERS.clear();

        TestRun run = TestRun.of(Registered.class);

        assertThat(run.failed()).isEmpty();
        assertThat(Registered.SERVERS).hasSize(1).allSatisfy(MetritonExtensionTest::assertClosed);
    }

    @Test
    void parameterBeforeAllTests_isRefusedWithTheWayOut() {
        assertThat(TestRun.of(TooEarly.class).failed().values())
                .singleElement()
                .isInstanceOf(ParameterResolutionException.class)
                .extracting(Throwable::getMessage)
                .isEqualTo("a MetritonServer lives for one test: take it as parameter of @Test, @BeforeEach or"
                        + " @AfterEach methods, or start one by MetritonServer.start()");
    }

    private static void assertClosed(MetritonServer server) {
        Assertions.assertThatExceptionOfType(ConnectException.class)
                .isThrownBy(() -> Client.post(server.endpoint(), Client.report("{}")));
        assertThat(System.getProperty("disable_scout:app@http://127.0.0.1:"
                        + server.endpoint().getPort()))
                .isNotEqualTo("true");
    }
}
