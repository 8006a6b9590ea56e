package io.metriton.installid.fs;

import io.metriton.api.InstallIdProvider;
import io.metriton.testkit.InstallIdProviderContract;

/** What holds for all providers; what is special about files is in the other tests. */
class FilesystemInstallIdProviderTest extends InstallIdProviderContract {
    @Override
    protected InstallIdProvider provider() {
        return new FilesystemInstallIdProvider();
    }
}
