package io.metriton.core.internal.process;

import java.io.DataInputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.security.SecureRandom;

/**
 * Makes the keys of reports: random UUIDs that no two reports of an application share. They are no secret, so they do without
 * SecureRandom, whose first use costs a JVM that has just started some 20 ms, and without classes that it has not loaded.
 * Not thread-safe.
 */
public final class RandomKeys {
    /** The step and the mixer of SplitMix64 (Steele, Lea, Flood: Fast splittable pseudorandom number generators, 2014). */
    private static final long STEP = 0x9E3779B97F4A7C15L;

    private long state = seed();

    private static long seed() {
        try (DataInputStream source = new DataInputStream(new FileInputStream("/dev/urandom"))) {
            return source.readLong();
        } catch (IOException | SecurityException e) { // A system without it, or a host that does not let us read it.
            return new SecureRandom().nextLong();
        }
    }

    /** The next key. {@code installId} is mixed in, so that two machines with one seed differ; empty where there is none. */
    public String next(String installId) {
        long most = nextLong() ^ ((long) installId.hashCode() << 32);
        long least = nextLong() ^ installId.hashCode();
        long version4 = (most & ~0xF000L) | 0x4000;
        long variant = (least & ~(0xC0L << 56)) | (0x80L << 56);
        return uuid(digits(version4).concat(digits(variant)));
    }

    private long nextLong() {
        state += STEP + System.nanoTime(); // Processes that go on from one snapshot have one state.
        long mixed = (state ^ (state >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }

    private static String digits(long value) {
        String high = Long.toHexString(1L << 32 | value >>> 32).substring(1);
        return high.concat(Long.toHexString(1L << 32 | (value & 0xFFFF_FFFFL)).substring(1));
    }

    private static String uuid(String digits) {
        return digits.substring(0, 8)
                + "-" + digits.substring(8, 12)
                + "-" + digits.substring(12, 16)
                + "-" + digits.substring(16, 20)
                + "-" + digits.substring(20);
    }
}
