package io.metriton.collector.fleet;

import java.util.Map;
import java.util.Optional;

/**
 * A report of a simulated installation.
 *
 * @param arrivalDay when it comes
 * @param day the day that it is of
 * @param beta whether it goes to the beta endpoint
 * @param installId may be blank or all zeros
 * @param version its version
 * @param metadata values of JSON
 * @param idempotencyKey the same for each try
 */
record FleetReport(
        int arrivalDay,
        int day,
        boolean beta,
        String installId,
        String version,
        Map<String, Object> metadata,
        Optional<String> idempotencyKey) {

    String channel() {
        if (beta) {
            return "beta";
        }
        return version.endsWith("-SNAPSHOT") ? "development" : "production";
    }

    boolean hasId() {
        return !installId.isBlank()
                && !installId.replace("-", "").replace("0", "").isEmpty();
    }
}
