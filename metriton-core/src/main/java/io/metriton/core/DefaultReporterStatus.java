package io.metriton.core;

import java.net.URI;
import java.time.Instant;
import java.util.Optional;

record DefaultReporterStatus(
        Optional<String> disabledReason,
        URI endpoint,
        Optional<String> transport,
        Optional<String> installIdSource,
        Optional<Instant> lastSuccess,
        Optional<DeliveryFailure> lastFailure,
        long undeclared)
        implements ReporterStatus {

    @Override
    public boolean enabled() {
        return disabledReason.isEmpty();
    }

    @Override
    public String toString() {
        return "ReporterStatus["
                + disabledReason.map(reason -> "disabled: " + reason).orElse("enabled")
                + ", endpoint=" + endpoint
                + ", transport=" + transport.orElse("none")
                + ", installIdSource=" + installIdSource.orElse("none")
                + ", lastSuccess=" + lastSuccess.map(Instant::toString).orElse("none")
                + ", lastFailure="
                + lastFailure.map(each -> each.time() + ": " + each.message()).orElse("none")
                + (undeclared == 0 ? "" : ", undeclared=" + undeclared) + "]";
    }
}
