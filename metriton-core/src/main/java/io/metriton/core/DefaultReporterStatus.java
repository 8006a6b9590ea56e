package io.metriton.core;

import java.net.URI;
import java.util.Optional;

record DefaultReporterStatus(
        Optional<String> disabledReason, URI endpoint, Optional<String> transport, Optional<String> installIdSource)
        implements ReporterStatus {

    /** Not a constructor: what mentions that has to know what {@link ReporterStatus} is, and {@link Reporter} need not. */
    static ReporterStatus of(
            Optional<String> disabledReason,
            URI endpoint,
            Optional<String> transport,
            Optional<String> installIdSource) {
        return new DefaultReporterStatus(disabledReason, endpoint, transport, installIdSource);
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
                + ", installIdSource=" + installIdSource.orElse("none yet") + "]";
    }
}
