package io.metriton.testkit;

import io.metriton.api.InstallIdContext;
import io.metriton.api.InstallIdProvider;
import java.io.IOException;
import java.util.Optional;

/** Asks a provider that may fail, as it may: by an IOException. */
final class Attempt {
    private Attempt() {}

    /** One line: {@code id …}, {@code none}, or {@code failed: …}. */
    static String describe(InstallIdProvider provider, InstallIdContext context) {
        try {
            Optional<String> id = provider.installId(context);
            return id.map(text -> "id " + text).orElse("none").replaceAll("\\R", "\\\\n");
        } catch (IOException e) {
            return ("failed: " + e).replaceAll("\\R", "\\\\n");
        }
    }
}
