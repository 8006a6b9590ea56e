package io.metriton.outbox.fs;

import static io.metriton.api.Outbox.Durability.POWER_LOSS;
import static io.metriton.outbox.fs.Reports.report;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.metriton.api.MetritonConfigurationException;
import io.metriton.api.Outbox;
import io.metriton.api.OutboxProvider;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FilesystemOutboxProviderTest {
    private final FilesystemOutboxProvider provider = new FilesystemOutboxProvider();

    @TempDir
    Path home;

    @Test
    void serviceLoader_findsItBehindThoseOfOthers() {
        assertThat(ServiceLoader.load(OutboxProvider.class))
                .singleElement()
                .isInstanceOf(FilesystemOutboxProvider.class)
                .extracting(OutboxProvider::priority)
                .isEqualTo(-10);
    }

    @Test
    void open_tellsThePlaceAndTouchesNothingBeforeTheFirstReport() throws Exception {
        Path folder = home.resolve(".local/state/app/metriton/outbox");

        try (Outbox outbox = provider.open("app", Map.of("HOME", home.toString()))) {
            assertThat(outbox.location()).isEqualTo(folder.toString());
            outbox.remove("nothing");
            assertThat(Reports.below(home)).isEmpty();

            outbox.put(report(1), POWER_LOSS);

            assertThat(Reports.files(folder)).containsExactly(Reports.nameOf(report(1)));
        }
    }

    @Test
    void takeOverWhereNothingIs_makesNoFolder() throws Exception {
        try (Outbox outbox = provider.open("app", Map.of("HOME", home.toString()))) {
            Outbox.TakenOver taken = outbox.takeOver(Reports.ENDPOINT, 20);

            assertThat(taken.reports()).isEmpty();
            assertThat(taken.discarded()).isZero();
        }
        assertThat(Reports.below(home)).isEmpty();
    }

    @Test
    void nameThatLeavesTheFolder_isAConfigurationException() {
        assertThatExceptionOfType(MetritonConfigurationException.class)
                .isThrownBy(() -> provider.open("../evil", Map.of("HOME", home.toString())));
    }

    @Test
    void purge_deletesAllThatIsOursAndNothingElse() throws Exception {
        Map<String, String> environment = Map.of("HOME", home.toString());
        Path folder = home.resolve(".local/state/app/metriton/outbox");
        try (Outbox outbox = provider.open("app", environment)) {
            outbox.put(report(1), POWER_LOSS);
            outbox.put(report(2), POWER_LOSS);
            outbox.claim("key-2");
            outbox.dayLog().orElseThrow().claim("deliver", LocalDate.EPOCH);
            outbox.dayLog().orElseThrow().record("daily", LocalDate.EPOCH);
            Reports.leaveFile(folder, Reports.nameOf(report(3)), Reports.body("metriton-report 2\n"));
            Reports.leaveFile(folder, Reports.nameOf(report(4)) + ".tmp", new byte[0]);
            Path notes = Reports.leaveFile(folder, "notes", new byte[0]);

            provider.purge("app", environment);

            assertThat(Reports.below(folder)).containsExactly("notes");
            Files.delete(notes);
            provider.purge("app", environment);
            provider.purge("app", environment);
        }
        assertThat(Reports.below(home)).containsExactly(".local", ".local/state");
    }

    @Test
    void purge_leavesTheApplicationsOwnFiles() throws Exception {
        Map<String, String> environment = Map.of("HOME", home.toString());
        provider.open("app", environment).put(report(1), POWER_LOSS);
        Path own = Files.writeString(home.resolve(".local/state/app/history"), "its own");

        provider.purge("app", environment);

        assertThat(own.getParent()).isDirectoryContaining(own::equals);
        assertThat(Reports.below(own.getParent())).containsExactly("history");
    }
}
