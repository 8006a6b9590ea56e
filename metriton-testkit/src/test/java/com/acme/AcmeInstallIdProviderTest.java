package com.acme;

import io.metriton.api.InstallIdContext;
import io.metriton.api.InstallIdProvider;
import io.metriton.testkit.InstallIdProviderContract;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

class AcmeInstallIdProviderTest extends InstallIdProviderContract {
    @Override
    protected InstallIdProvider provider() {
        return new AcmeInstallIdProvider();
    }

    @Override
    protected Optional<InstallIdContext> decliningContext(Path home) {
        return Optional.of(context(Map.of()));
    }
}
