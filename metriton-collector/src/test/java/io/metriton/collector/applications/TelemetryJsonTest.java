package io.metriton.collector.applications;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.metriton.collector.privacy.DeclaredKey;
import io.metriton.collector.privacy.MetadataType;
import io.metriton.core.Declaration;
import io.metriton.core.StandardKey;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the SDK's Declaration writes is taken as it is. */
class TelemetryJsonTest {

    @Test
    void everyType_isTaken() {
        Declaration declaration = Declaration.builder("greet", 3)
                .text("os", "which systems we test on")
                .number("java", "which Java we may use")
                .bool("größe \"\\/", "whether it's \"big\" \\ 😀")
                .set("plugins", "which plug-ins to keep compatible")
                .counts("commands", "which commands are worth work")
                .about(URI.create("https://example.org/greet?a=b#c"))
                .build();

        SettingsPatch patch = patch(declaration);

        Settings settings = patch.applyTo(Settings.none());
        assertThat(settings.revision()).isEqualTo(3);
        assertThat(settings.about()).contains("https://example.org/greet?a=b#c");
        assertThat(patch.keys(List.of()))
                .containsExactly(
                        new DeclaredKey(0, "os", MetadataType.TEXT, "which systems we test on"),
                        new DeclaredKey(0, "java", MetadataType.NUMBER, "which Java we may use"),
                        new DeclaredKey(0, "größe \"\\/", MetadataType.BOOL, "whether it's \"big\" \\ 😀"),
                        new DeclaredKey(0, "plugins", MetadataType.SET, "which plug-ins to keep compatible"),
                        new DeclaredKey(0, "commands", MetadataType.COUNTS, "which commands are worth work"));
    }

    @Test
    void standardKeysAndNone_areTaken() {
        Declaration standard =
                Declaration.builder("greet", 1).standard(StandardKey.values()).build();
        DeclaredKey old = new DeclaredKey(1, "old", MetadataType.TEXT, "");

        assertThat(patch(standard).keys(List.of())).hasSameSizeAs(StandardKey.values());
        assertThat(patch(Declaration.builder("greet", 1).build()).keys(List.of(old)))
                .isEmpty();
    }

    /** The bounds of the builder are those of the collector. */
    @Test
    void largestDeclaration_isTaken() {
        String application = "a".repeat(128);
        Declaration.Builder builder = Declaration.builder(application, Integer.MAX_VALUE)
                .about(URI.create("https://example.org/" + "a".repeat(980)));
        for (int i = 0; i < 50; i++) {
            builder.text((i + "日".repeat(128)).substring(0, 128), "日".repeat(500));
        }
        SettingsPatch patch = patch(builder.build());

        assertThat(Applications.isName(application)).isTrue();
        assertThat(patch.keys(List.of())).hasSize(50);
        assertThat(patch.applyTo(Settings.none()).revision()).isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void declarationOfALowerRevision_isAConflict() {
        Settings later = patch(Declaration.builder("greet", 2).build()).applyTo(Settings.none());

        assertThatExceptionOfType(InvalidSettingsException.class)
                .isThrownBy(() -> patch(Declaration.builder("greet", 1).build()).applyTo(later))
                .withMessage("revision 2 was declared already");
    }

    private static SettingsPatch patch(Declaration declaration) {
        return SettingsPatch.of(declaration.application(), Json.parse(declaration.toJson()));
    }
}
