package io.metriton.installid.fs;

import static java.util.Objects.requireNonNull;

import io.metriton.api.InstallIdContext;
import io.metriton.api.InstallIdProvider;
import io.metriton.api.support.InstallIdText;
import java.util.Optional;

/** Answers with an id that the application knows already. Immutable and thread-safe; touches nothing. */
public final class StaticInstallIdProvider implements InstallIdProvider {
    private final String installId;

    /**
     * A provider of one id.
     *
     * @param installId what tells this installation from others: one line of 1 to 128 printable characters
     * @throws IllegalArgumentException if it is blank, or anything else than that
     */
    public StaticInstallIdProvider(String installId) {
        if (requireNonNull(installId, "installId").isBlank()) {
            throw new IllegalArgumentException("installId may not be blank");
        }
        if (!InstallIdText.isId(installId)) {
            throw new IllegalArgumentException("installId is none: an id is one line of 1 to 128 printable characters");
        }
        this.installId = installId;
    }

    @Override
    public Optional<String> installId(InstallIdContext context) {
        return Optional.of(installId);
    }

    /**
     * The id that the application knows. {@link #forget} does nothing.
     *
     * @return never empty
     */
    @Override
    public Optional<String> existing(InstallIdContext context) {
        return Optional.of(installId);
    }

    @Override
    public String source(InstallIdContext context) {
        return "static";
    }
}
