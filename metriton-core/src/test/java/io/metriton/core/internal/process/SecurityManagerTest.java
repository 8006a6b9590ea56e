package io.metriton.core.internal.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.metriton.core.DeniedPermission;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;

/** Hosts that deny something: their SecurityException must not come back to them. */
class SecurityManagerTest {

    @Test
    void randomKeys_doWithoutTheFileOfTheSystem() throws Exception {
        new SecureRandom()
                .nextLong(); // The JDK reads the file itself, by a right of its own that this manager does not know.
        String key = DeniedPermission.without("/dev/urandom", () -> new RandomKeys().next("id"));

        assertThat(key).matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    }

    @Test
    void daemonThread_isMadeWithoutAContextLoaderOfOurs() throws Exception {
        Thread thread = DeniedPermission.without(
                "setContextClassLoader", () -> DaemonThread.create("metriton-denied", () -> {}));

        assertThat(thread.isDaemon()).isTrue();
    }

    @Test
    void daemonThread_isOfTheCallersGroupWhereTheRootGroupIsDenied() throws Exception {
        Thread thread =
                DeniedPermission.without("modifyThreadGroup", () -> DaemonThread.create("metriton-denied", () -> {}));

        assertThat(thread.isDaemon()).isTrue();
        assertThat(thread.getThreadGroup()).isEqualTo(Thread.currentThread().getThreadGroup());
    }
}
