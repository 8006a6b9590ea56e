package io.metriton.collector.figures;

import java.util.Arrays;
import java.util.OptionalInt;

/**
 * The days on which an installation reported, as a bit for each day back from the newest. What is more than
 * {@value #CAPACITY} days older than the newest is forgotten: rules of counting look back 88 days at most.
 */
public final class SeenDays {

    /** How many days are remembered, the newest among them. */
    public static final int CAPACITY = 448;

    private final int last;
    private final byte[] bits;

    private SeenDays(int last, byte[] bits) {
        this.last = last;
        this.bits = bits;
    }

    static SeenDays of(int day) {
        return new SeenDays(day, new byte[] {1});
    }

    /**
     * Reads what {@link #bytes()} wrote.
     *
     * @param last the newest day
     * @param bytes bits of that day and those before it, the lowest first
     * @return the days
     */
    public static SeenDays of(int last, byte[] bytes) {
        return new SeenDays(last, bytes.clone());
    }

    /**
     * The newest day.
     *
     * @return a day that was seen
     */
    public int last() {
        return last;
    }

    /**
     * For a store; short where few days were seen.
     *
     * @return a copy
     */
    public byte[] bytes() {
        return bits.clone();
    }

    boolean remembers(int day) {
        return day > last - CAPACITY;
    }

    boolean contains(int day) {
        int back = last - day;
        return back >= 0 && back / 8 < bits.length && (bits[back / 8] >> back % 8 & 1) != 0;
    }

    SeenDays with(int day) {
        if (day > last) {
            return shifted(day);
        }
        int back = last - day;
        byte[] more = Arrays.copyOf(bits, Math.max(bits.length, back / 8 + 1));
        more[back / 8] |= (byte) (1 << back % 8);
        return new SeenDays(last, more);
    }

    private SeenDays shifted(int day) {
        long by = (long) day - last;
        byte[] moved = new byte[(int) Math.min(CAPACITY / 8, bits.length + by / 8 + 1)];
        for (int i = 0; i < bits.length; i++) {
            long at = i + by / 8;
            int twoBytes = (bits[i] & 0xFF) << by % 8;
            if (at < moved.length) {
                moved[(int) at] |= (byte) twoBytes;
            }
            if (at + 1 < moved.length) {
                moved[(int) at + 1] |= (byte) (twoBytes >> 8);
            }
        }
        moved[0] |= 1;
        return new SeenDays(day, trimmed(moved));
    }

    private static byte[] trimmed(byte[] bytes) {
        int length = bytes.length;
        while (bytes[length - 1] == 0) {
            length--;
        }
        return Arrays.copyOf(bytes, length);
    }

    boolean anyIn(int from, int to) {
        for (int day = from; day <= Math.min(to, last); day++) {
            if (contains(day)) {
                return true;
            }
        }
        return false;
    }

    /** The nearest seen day before this one, among the {@code within} days before it. */
    OptionalInt before(int day, int within) {
        for (int d = day - 1; d >= day - within; d--) {
            if (contains(d)) {
                return OptionalInt.of(d);
            }
        }
        return OptionalInt.empty();
    }

    OptionalInt after(int day) {
        for (int d = day + 1; d <= last; d++) {
            if (contains(d)) {
                return OptionalInt.of(d);
            }
        }
        return OptionalInt.empty();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SeenDays days && last == days.last && Arrays.equals(bits, days.bits);
    }

    @Override
    public int hashCode() {
        return 31 * last + Arrays.hashCode(bits);
    }
}
