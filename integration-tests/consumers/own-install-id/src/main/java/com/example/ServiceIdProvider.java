package com.example;

import io.metriton.api.InstallIdContext;
import io.metriton.api.InstallIdProvider;
import java.util.Optional;

/** Is asked before the SDK's own provider, as its priority is the default, 0. */
public final class ServiceIdProvider implements InstallIdProvider {

    @Override
    public Optional<String> installId(InstallIdContext context) {
        return Optional.of("by-service-for-" + context.application());
    }
}
