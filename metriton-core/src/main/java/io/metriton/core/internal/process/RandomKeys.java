package io.metriton.core.internal.process;

import java.io.DataInputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.SplittableRandom;
import java.util.UUID;

/**
 * Makes the keys of reports: random UUIDs that no two reports of an application share. They are no secret, so they do without
 * SecureRandom, whose first use costs a JVM that has just started some 20 ms. Not thread-safe.
 */
public final class RandomKeys {
    private final SplittableRandom random = new SplittableRandom(seed());

    private static long seed() {
        try (DataInputStream source = new DataInputStream(new FileInputStream("/dev/urandom"))) {
            return source.readLong();
        } catch (IOException e) { // An operating system without it.
            return new SecureRandom().nextLong();
        }
    }

    public String next(String installId) {
        long most = random.nextLong() ^ ((long) installId.hashCode() << 32);
        long least = random.nextLong() ^ installId.hashCode();
        long version4 = (most & ~0xF000L) | 0x4000;
        long variant = (least & ~(0xC0L << 56)) | (0x80L << 56);
        return new UUID(version4, variant).toString();
    }
}
