package io.metriton.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.metriton.testkit.ScriptedServer;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Containers with applications in class loaders of their own, and hosts that put back what the SDK has set. */
class HostLoadersIT {
    @TempDir
    Path home;

    static Stream<Arguments> firstUses() {
        return Jdk.tested().stream()
                .flatMap(jdk -> Stream.of("built", "used", "both").map(what -> Arguments.of(jdk, what)));
    }

    @ParameterizedTest
    @MethodSource("firstUses")
    void reporterOfAContainerFirstUsedByAnApplication_letsTheApplicationBeCollected(Jdk jdk, String what)
            throws Exception {
        try (ScriptedServer server = ScriptedServer.start(ScriptedServer.always(200, "{}"))) {
            HostJvm.of(jdk, home)
                    .run(HostLoadersChild.class, what, server.uri("/scout").toString())
                    .assertPrinted("collected", "works");
        }
    }

    @ParameterizedTest
    @MethodSource("io.metriton.it.Jdk#tested")
    void hostPutsItsPropertiesBack_theOrderToBeSilentStays(Jdk jdk) throws Exception {
        try (ScriptedServer server = ScriptedServer.start(ScriptedServer.always(200, "{\"disable_scout\": true}"))) {
            HostJvm.of(jdk, home)
                    .run(
                            HostLoadersChild.class,
                            "properties",
                            server.uri("/scout").toString())
                    .assertPrinted("silent", "silent");
            assertThat(server.requests()).hasSize(1);
        }
    }
}
