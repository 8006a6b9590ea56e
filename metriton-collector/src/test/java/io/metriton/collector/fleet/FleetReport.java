package io.metriton.collector.fleet;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;

/**
 * A report of a simulated installation.
 *
 * @param arrival when it comes
 * @param age how many seconds ago it was made, as its sender says, who may say nonsense
 * @param beta whether it goes to the beta endpoint
 * @param installId may be blank, all zeros, or have white space around it
 * @param version its version
 * @param metadata values of JSON
 * @param idempotencyKey the same for each try
 */
record FleetReport(
        Instant arrival,
        Optional<String> age,
        boolean beta,
        String installId,
        String version,
        Map<String, Object> metadata,
        Optional<String> idempotencyKey) {

    private static final long OLDEST = 30 * 86_400L;

    /** The day that it is of: that of its arrival less its age, which is 0 if it is negative, no number, or too much. */
    LocalDate day() {
        long seconds = age.filter(text -> text.matches("[0-9]{1,18}"))
                .map(Long::parseLong)
                .orElse(0L);
        return arrival.minusSeconds(seconds > OLDEST ? 0 : seconds)
                .atZone(ZoneOffset.UTC)
                .toLocalDate();
    }

    String channel() {
        if (beta) {
            return "beta";
        }
        boolean development = version.endsWith("-SNAPSHOT") || version.startsWith("nightly") || version.equals("dev");
        return development ? "development" : "production";
    }

    String id() {
        return installId.strip();
    }

    boolean hasId() {
        return !id().replace("-", "").replace("0", "").isEmpty();
    }
}
