package io.metriton.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReportTest {

    @Test
    void allFieldsSet_areReported() {
        Report report = complete().metadata(Map.of("action", "start")).build();

        assertThat(report.application()).isEqualTo("app");
        assertThat(report.installId()).isEqualTo("secret-id");
        assertThat(report.version()).isEqualTo("1.0");
        assertThat(report.metadata()).isEqualTo(Map.of("action", "start"));
    }

    @Test
    void noMetadata_isEmptyAndNotNull() {
        assertThat(complete().build().metadata()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t\n", "\u2003"})
    void blankField_isRefusedByName(String blank) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> complete().application(blank).build())
                .withMessage("a report's application may not be blank");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> complete().installId(blank).build())
                .withMessage("a report's installId may not be blank");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> complete().version(blank).build())
                .withMessage("a report's version may not be blank");
    }

    @Test
    void missingField_isRefusedByName() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Report.builder().build())
                .withMessageContaining("application");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Report.builder().application("a").build())
                .withMessageContaining("installId");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> Report.builder().application("a").installId("i").build())
                .withMessageContaining("version");
    }

    @Test
    void nullField_isRefusedAtOnce() {
        Report.Builder builder = Report.builder();

        assertThatNullPointerException()
                .isThrownBy(() -> builder.application(null))
                .withMessage("application");
        assertThatNullPointerException()
                .isThrownBy(() -> builder.installId(null))
                .withMessage("installId");
        assertThatNullPointerException().isThrownBy(() -> builder.version(null)).withMessage("version");
        assertThatNullPointerException()
                .isThrownBy(() -> builder.metadata(null))
                .withMessage("metadata");
    }

    @Test
    void metadata_isCopiedInOrderWithNullValues() {
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("z", 1);
        metadata.put("a", null);
        Report report = complete().metadata(metadata).build();
        metadata.put("later", true);

        assertThat(report.metadata().keySet()).containsExactly("z", "a");
        assertThat(report.metadata()).containsEntry("a", null);
    }

    @Test
    void metadata_cannotBeModified() {
        Report report = complete().metadata(Map.of("a", 1)).build();

        assertThatThrownBy(() -> report.metadata().put("b", 2)).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void builderUsedAgain_leavesEarlierReportsAlone() {
        Report.Builder builder = complete().metadata(Map.of("a", 1));
        Report first = builder.build();
        Report second = builder.metadata(Map.of("b", 2)).version("2.0").build();

        assertThat(first.metadata()).containsOnlyKeys("a");
        assertThat(first.version()).isEqualTo("1.0");
        assertThat(second.metadata()).containsOnlyKeys("b");
    }

    @Test
    void toString_showsNeitherIdNorMetadata() {
        Report report =
                complete().metadata(Map.of("secret-key", "secret-value")).build();

        assertThat(report).hasToString("Report[application=app, version=1.0, 1 metadata entries]");
    }

    private static Report.Builder complete() {
        return Report.builder().application("app").installId("secret-id").version("1.0");
    }
}
