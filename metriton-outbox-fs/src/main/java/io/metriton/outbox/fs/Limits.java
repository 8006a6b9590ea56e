package io.metriton.outbox.fs;

import java.time.Duration;

/** How much an outbox keeps: files, their bytes on disk, and for how long. Immutable. */
record Limits(int maxReports, long maxBytes, Duration maxAge) {

    boolean allow(int reports, long bytes) {
        return reports <= maxReports && bytes <= maxBytes;
    }
}
