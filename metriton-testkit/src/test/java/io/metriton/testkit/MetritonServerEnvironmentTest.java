package io.metriton.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The environment that keeps an application under test out of the real home. */
@ExtendWith(MetritonExtension.class)
class MetritonServerEnvironmentTest {

    @Test
    void everyFolderOfTheUser_isInTheTemporaryHome(MetritonServer server) {
        Map<String, String> environment = server.environment();

        assertThat(environment)
                .containsEntry("HOME", server.home().toString())
                .containsKeys("XDG_CONFIG_HOME", "XDG_STATE_HOME", "APPDATA", "LOCALAPPDATA");
        environment.keySet().removeIf(name -> name.startsWith("SCOUT_") || name.equals("METRITON_TEST_SERVER"));
        assertThat(environment.values()).allMatch(folder -> Path.of(folder).startsWith(server.home()));
        assertThat(server.home()).isEmptyDirectory().isNotEqualTo(Path.of(System.getProperty("user.home")));
    }

    @Test
    void endpoint_isTheServer(MetritonServer server) {
        assertThat(server.environment())
                .containsEntry("SCOUT_HOST", server.endpoint().getAuthority())
                .containsEntry("SCOUT_HTTPS", "false")
                .containsEntry("METRITON_TEST_SERVER", server.endpoint().getAuthority());
    }

    /** A developer's own opt-out is none of the application under test. */
    @Test
    void nothingOfTheRealEnvironment_isInIt(MetritonServer server) {
        assertThat(server.environment()).doesNotContainKeys("PATH", "DO_NOT_TRACK", "SCOUT_DISABLE");
    }

    @Test
    void additionsOfOneCaller_areNotSeenByTheNext(MetritonServer server) {
        server.environment().put("DO_NOT_TRACK", "1");

        assertThat(server.environment()).doesNotContainKey("DO_NOT_TRACK");
    }

    @Test
    void close_deletesTheHomeWithAllThatIsInIt() throws Exception {
        Path home;
        try (MetritonServer server = MetritonServer.start()) {
            home = server.home();
            Files.createDirectories(home.resolve(".config/hello"));
            Files.writeString(home.resolve(".config/hello/id"), "id");
        }
        assertThat(home).doesNotExist();
    }
}
