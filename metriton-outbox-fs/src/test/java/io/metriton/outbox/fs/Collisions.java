package io.metriton.outbox.fs;

import java.net.URI;

/** Endpoints that look the same to the names of files. */
final class Collisions {
    private Collisions() {}

    /** Another endpoint with the same hash: CRC32 is linear, so the bits to turn over can be solved for. */
    static URI of(URI endpoint) {
        String wanted = ReportName.hash(endpoint);
        String start = endpoint + "?";
        long target = Long.parseLong(wanted, 16) ^ hash(start, 0);
        long[] effects = new long[36];
        for (int bit = 0; bit < effects.length; bit++) {
            effects[bit] = hash(start, 1L << bit) ^ hash(start, 0);
        }
        return URI.create(start + ending(solve(effects, target)));
    }

    private static long hash(String start, long number) {
        return Long.parseLong(ReportName.hash(URI.create(start + ending(number))), 16);
    }

    /** Nine characters from "@" to "O", whose low four bits are those of the number. */
    private static String ending(long number) {
        StringBuilder ending = new StringBuilder();
        for (int i = 0; i < 9; i++) {
            ending.append((char) ('@' + (number >> 4 * i & 15)));
        }
        return ending.toString();
    }

    /** Gaussian elimination over single bits: which effects together make the target. */
    private static long solve(long[] effects, long target) {
        long[] basis = new long[32];
        long[] made = new long[32];
        for (int i = 0; i < effects.length; i++) {
            long value = effects[i];
            long by = 1L << i;
            for (int bit = 31; bit >= 0 && value != 0; bit--) {
                if ((value >> bit & 1) == 1 && basis[bit] != 0) {
                    value ^= basis[bit];
                    by ^= made[bit];
                } else if ((value >> bit & 1) == 1) {
                    basis[bit] = value;
                    made[bit] = by;
                    value = 0;
                }
            }
        }
        long number = 0;
        long rest = target;
        for (int bit = 31; bit >= 0; bit--) {
            if ((rest >> bit & 1) == 1) {
                rest ^= basis[bit];
                number ^= made[bit];
            }
        }
        return number;
    }
}
