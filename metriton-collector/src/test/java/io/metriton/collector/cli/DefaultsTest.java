package io.metriton.collector.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.Model.OptionSpec;

/** Where the values of options come from. */
class DefaultsTest {

    @TempDir
    private Path folder;

    private @Nullable String value(String config, Map<String, String> environment, String name) throws IOException {
        Path file = Files.writeString(folder.resolve("collector.properties"), config);
        return Defaults.of(environment, new String[] {"serve", "--config=" + file})
                .defaultValue(OptionSpec.builder("--" + name).build());
    }

    @Test
    void variable_comesBeforeTheFile() throws IOException {
        assertThat(value("port = 1", Map.of("METRITON_COLLECTOR_PORT", "2"), "port"))
                .isEqualTo("2");
    }

    /** It sets METRITON_COLLECTOR_PORT, and more, in each pod, by the name of the Service. */
    @Test
    void variableOfAKubernetesService_isNoSetting() throws IOException {
        assertThat(value("port = 1", Map.of("METRITON_COLLECTOR_PORT", "tcp://10.96.0.7:8080"), "port"))
                .isEqualTo("1");
    }

    @Test
    void blanksAtTheEndOfALine_areNoPartOfAValue() throws IOException {
        assertThat(value("port = 18310 ", Map.of(), "port")).isEqualTo("18310");
        assertThat(value("data = /srv/metriton\t", Map.of(), "data")).isEqualTo("/srv/metriton");
    }

    @Test
    void emptyValue_isNone() throws IOException {
        assertThat(value("host =", Map.of(), "host")).isNull();
        assertThat(value("port = 1", Map.of("METRITON_COLLECTOR_PORT", " "), "port"))
                .isEqualTo("1");
    }

    @Test
    void fileThatIsMissing_isSaid() {
        assertThatThrownBy(() -> Defaults.of(Map.of("METRITON_COLLECTOR_CONFIG", folder + "/none"), new String[0]))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("none (NoSuchFileException)");
    }
}
