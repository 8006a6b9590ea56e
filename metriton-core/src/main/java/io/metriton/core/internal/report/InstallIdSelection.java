package io.metriton.core.internal.report;

import io.metriton.api.InstallIdProvider;
import io.metriton.core.internal.report.ReporterSettings.Loaders;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Which install-ID providers are asked: the one that was given alone, or those that are found, in order. Immutable. */
record InstallIdSelection(@Nullable InstallIdProvider given, Loaders loaders)
        implements Supplier<List<InstallIdProvider>> {

    static InstallIdSelection of(ReporterSettings settings) {
        return new InstallIdSelection(settings.ids().provider(), settings.loaders());
    }

    /** The highest priority first, ties by class name. Loads classes. */
    @Override
    public List<InstallIdProvider> get() {
        if (given != null) {
            return List.of(given);
        }
        Services<InstallIdProvider> services = Services.find(InstallIdProvider.class, loaders);
        services.logFailures("install-ID provider");
        List<InstallIdProvider> inOrder = new ArrayList<>();
        for (ProviderCandidate<InstallIdProvider> each : services.found()) {
            inOrder.add(each.provider());
        }
        return inOrder;
    }
}
