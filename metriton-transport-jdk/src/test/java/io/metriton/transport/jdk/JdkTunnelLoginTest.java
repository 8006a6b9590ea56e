package io.metriton.transport.jdk;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/** The one test of the contract that the JDK stops by default, in a JVM that allows it: the JDK reads its property once. */
class JdkTunnelLoginTest {
    static final String METHOD = "send_showsThePasswordToTheProxyOfATunnel";

    @Test
    void loginToATunnel_worksWithThePropertySet() throws Exception {
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Djdk.http.auth.tunneling.disabledSchemes=",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        JdkTunnelLoginTest.class.getName())
                .redirectErrorStream(true)
                .start();
        String output = new String(child.getInputStream().readAllBytes());

        assertThat(child.waitFor()).as(output).isZero();
        assertThat(output).contains("succeeded: 1");
    }

    /** Of the child process. */
    public static void main(String[] args) {
        SummaryGeneratingListener summary = new SummaryGeneratingListener();
        LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(DiscoverySelectors.selectNestedMethod(
                                        List.of(JdkTransportContractTest.class.getName()),
                                        "io.metriton.testkit.TransportContract$Proxies",
                                        METHOD))
                                .build(),
                        summary);
        summary.getSummary()
                .getFailures()
                .forEach(failure -> failure.getException().printStackTrace(System.out));
        System.out.println("succeeded: " + summary.getSummary().getTestsSucceededCount());
    }
}
