package io.metriton.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What the recordings and the documents say of each other. */
class RecordedCasesTest {

    @Test
    void casesThatAreNotReplayed_areListedInTheReadme() throws Exception {
        String readme = Files.readString(Path.of("README.md"));

        assertThat(RecordedCases.all().filter(each -> !each.isReplayed()))
                .isNotEmpty()
                .allSatisfy(each -> assertThat(readme).contains(each.name()));
    }
}
