package io.metriton.core.internal.report;

import io.metriton.api.InstallIdContext;
import io.metriton.api.InstallIdProvider;
import java.util.Optional;

/** The ID that the application itself gave. */
public record GivenInstallId(String id) implements InstallIdProvider {

    @Override
    public Optional<String> installId(InstallIdContext context) {
        return Optional.of(id);
    }

    @Override
    public Optional<String> existing(InstallIdContext context) {
        return Optional.of(id);
    }

    @Override
    public String source(InstallIdContext context) {
        return "given by the application";
    }
}
