package io.metriton.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** 1,500 virtual threads that report at once, to an endpoint that takes 2 s, take few platform threads. */
@Timeout(180)
class VirtualCallersIT {
    private static final int CALLERS = 1_500;
    private static final int PLATFORM_THREADS = 80;

    @ParameterizedTest
    @EnumSource
    void callers_areAllHeardWithFewPlatformThreads(Transports transport) throws Exception {
        assumeTrue(hasVirtualThreads(), "this JVM has no virtual threads: Thread.ofVirtual is missing");
        ScheduledExecutorService later = Executors.newScheduledThreadPool(2);
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 2_000);
        server.createContext("/scout", exchange -> later.schedule(() -> answer(exchange), 2, TimeUnit.SECONDS));
        server.start();
        try (ChildJvm child = ChildJvm.start(
                VirtualCallersChild.class,
                ChildJvm.wholeClassPath(),
                Map.of(),
                List.of(),
                transport.name(),
                String.valueOf(server.getAddress().getPort()),
                String.valueOf(CALLERS))) {
            List<String> lines = child.hearAll();
            assertThat(lines).as("heard, platform threads").hasSize(2);
            assertThat(lines.get(0)).isEqualTo("heard " + CALLERS + " {}");
            assertThat(Integer.parseInt(lines.get(1))).isLessThanOrEqualTo(PLATFORM_THREADS);
        } finally {
            server.stop(0);
            later.shutdownNow();
        }
    }

    private static boolean hasVirtualThreads() {
        try {
            return Thread.class.getMethod("ofVirtual") != null;
        } catch (NoSuchMethodException e) {
            return false;
        }
    }

    private static void answer(HttpExchange exchange) {
        try {
            exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().set("Connection", "close"); // This is not about kept connections.
            exchange.sendResponseHeaders(200, 2);
            exchange.getResponseBody().write(new byte[] {'{', '}'});
            exchange.close();
        } catch (IOException e) {
            exchange.close(); // The client went away, and the test says so.
        }
    }
}
