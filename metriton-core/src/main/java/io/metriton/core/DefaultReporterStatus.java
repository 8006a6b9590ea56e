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
        long undeclared,
        Optional<String> outboxProblem)
        implements ReporterStatus {

    static ReporterStatus with(ReporterStatus status, Optional<String> outboxProblem) {
        return new DefaultReporterStatus(
                status.disabledReason(),
                status.endpoint(),
                status.transport(),
                status.installIdSource(),
                status.lastSuccess(),
                status.lastFailure(),
                status.undeclared(),
                outboxProblem);
    }

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
                + (undeclared == 0 ? "" : ", undeclared=" + undeclared)
                + outboxProblem.map(each -> ", outboxProblem=" + each).orElse("") + "]";
    }
}
