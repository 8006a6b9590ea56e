package io.metriton.core;

import java.util.SplittableRandom;
import java.util.UUID;

/**
 * Makes the keys of reports: random UUIDs that no two reports of an application share. They are no secret, so they do without
 * SecureRandom, whose first use costs a JVM that has just started some 20 ms. Thread-safe.
 */
final class ReportKeys {
    private final SplittableRandom random;

    /** Installations must not come to the same keys because they started at the same time. */
    ReportKeys() {
        long time = System.currentTimeMillis() * 1_000_003 + System.nanoTime();
        this.random = new SplittableRandom(
                time ^ Long.rotateLeft(ProcessHandle.current().pid(), 40));
    }

    synchronized String next(String installId) {
        long most = random.nextLong() ^ ((long) installId.hashCode() << 32);
        long least = random.nextLong() ^ installId.hashCode();
        long version4 = (most & ~0xF000L) | 0x4000;
        long variant = (least & ~(0xC0L << 56)) | (0x80L << 56);
        return new UUID(version4, variant).toString();
    }
}
