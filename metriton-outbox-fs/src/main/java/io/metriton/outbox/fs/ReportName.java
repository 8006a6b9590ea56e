package io.metriton.outbox.fs;

import io.metriton.api.StoredReport;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The name of the file of a report. It sorts by age, and says to which endpoint the report may go, so that no file is opened
 * for that:
 *
 * <pre>{@code
 * <created, in milliseconds>-<key>-<hash of the endpoint>.report
 * <created, in milliseconds>-<key>-<hash of the endpoint>.<size>B.report                 over 4 KiB
 * <…>.<end of the lease, in milliseconds>-<claimer>.claimed                              claimed by a process
 * <…>.report.<writer>.tmp                                                                not finished
 * }</pre>
 *
 * A format that changes more than what is in the file needs another ending.
 *
 * @param head what comes before the first dot
 * @param createdMillis when the report was made
 * @param key of the report
 * @param endpointHash eight hexadecimal digits
 * @param size in bytes, if it is over {@link #SMALL}; else negative
 * @param leaseEnd until when it is claimed, in milliseconds; negative if it is not
 * @param claimer who claimed it; empty if it is not claimed
 */
record ReportName(
        String head, long createdMillis, String key, String endpointHash, long size, long leaseEnd, String claimer)
        implements Comparable<ReportName> {
    /** Up to this size a name says nothing of it, so that the bytes of most folders need not be looked up. */
    static final int SMALL = 4096;

    /** How long a claim holds. One that would hold for more than twice as long was made by a wrong clock. */
    static final Duration LEASE = Duration.ofMinutes(10);

    static final String WAITING = ".report";
    static final String CLAIMED = ".claimed";
    static final String TEMPORARY = ".tmp";

    private static final int DIGITS = 13;
    private static final int HASH = 8;
    private static final int MAX_KEY = 64;
    private static final int MAX_SIZE_DIGITS = 10;

    /** The first number of milliseconds that takes more than thirteen digits: in the year 2286. */
    private static final long FULL = 10_000_000_000_000L;

    static ReportName of(StoredReport report, int size) {
        Instant created = report.created();
        long millis = created.isBefore(Instant.EPOCH)
                ? 0
                : created.isBefore(Instant.ofEpochMilli(FULL)) ? created.toEpochMilli() : FULL - 1;
        String hash = hash(report.endpoint());
        String head = digits(millis) + "-" + report.key() + "-" + hash;
        return new ReportName(head, millis, report.key(), hash, size > SMALL ? size : -1, -1, "");
    }

    String file() {
        String start = size < 0 ? head : head + "." + size + "B";
        return leaseEnd < 0 ? start.concat(WAITING) : start + "." + digits(leaseEnd) + "-" + claimer + CLAIMED;
    }

    /** A quick look: false for nearly all names that are not ours. */
    static boolean mayBe(String file) {
        return file.length() > DIGITS && file.charAt(DIGITS) == '-' && isDigit(file.charAt(0));
    }

    /** Of an unclaimed report. */
    static boolean saysSize(String file) {
        return file.charAt(file.length() - WAITING.length() - 1) == 'B';
    }

    /** Null if it is not the name of a report. */
    static @Nullable ReportName parse(String file) {
        int headEnd = file.indexOf('.');
        int keyEnd = headEnd - HASH - 1;
        boolean ours = keyEnd > DIGITS + 1
                && keyEnd <= DIGITS + 1 + MAX_KEY
                && isNumber(file, 0, DIGITS)
                && file.charAt(DIGITS) == '-'
                && isKey(file, DIGITS + 1, keyEnd)
                && file.charAt(keyEnd) == '-'
                && isHash(file, keyEnd + 1, headEnd);
        if (!ours) {
            return null;
        }
        int stateStart = file.indexOf('.', headEnd + 1);
        long size = stateStart < 0 ? -1 : size(file, headEnd + 1, stateStart);
        return withState(
                new ReportName(
                        file.substring(0, headEnd),
                        number(file, 0, DIGITS),
                        file.substring(DIGITS + 1, keyEnd),
                        file.substring(keyEnd + 1, headEnd),
                        size,
                        -1,
                        ""),
                size < 0 ? file.substring(headEnd) : file.substring(stateStart));
    }

    /** Negative if the text is no size. */
    private static long size(String file, int start, int end) {
        boolean isSize = end - start > 1
                && end - start <= MAX_SIZE_DIGITS
                && file.charAt(end - 1) == 'B'
                && file.charAt(start) != '0'
                && isNumber(file, start, end - 1);
        return isSize ? number(file, start, end - 1) : -1;
    }

    private static @Nullable ReportName withState(ReportName name, String state) {
        if (state.equals(WAITING)) {
            return name;
        }
        int leaseEnd = DIGITS + 1;
        int end = leaseEnd + 1 + HASH;
        boolean claimed = state.length() == end + CLAIMED.length()
                && isNumber(state, 1, leaseEnd)
                && state.charAt(leaseEnd) == '-'
                && isHash(state, leaseEnd + 1, end)
                && state.endsWith(CLAIMED);
        return claimed ? name.claimed(number(state, 1, leaseEnd), state.substring(leaseEnd + 1, end)) : null;
    }

    ReportName claimed(long leaseEnd, String claimer) {
        return new ReportName(head, createdMillis, key, endpointHash, size, leaseEnd, claimer);
    }

    ReportName released() {
        return claimed(-1, "");
    }

    boolean isClaimed() {
        return leaseEnd >= 0;
    }

    /** Whether its claim holds. A lease that ended, or ends too far ahead (a wrong clock), does not hold. */
    boolean isHeld(long now) {
        return leaseEnd >= now && leaseEnd - now <= 2 * LEASE.toMillis();
    }

    /**
     * The name until it is whole: of this writer alone, as the daily report of a process that was killed is made by another.
     */
    String temporary() {
        String writer = Long.toHexString((1L << 32) | (System.nanoTime() & 0xFFFF_FFFFL))
                .substring(1);
        return file() + "." + writer + TEMPORARY;
    }

    /** With the writer or without, as earlier versions had it. */
    static boolean isTemporary(String file) {
        if (!file.endsWith(TEMPORARY)) {
            return false;
        }
        String name = file.substring(0, file.length() - TEMPORARY.length());
        int writer = name.length() - HASH;
        boolean hasWriter = writer > 0 && name.charAt(writer - 1) == '.' && isHash(name, writer, name.length());
        return parse(hasWriter ? name.substring(0, writer - 1) : name) != null;
    }

    static String hash(URI endpoint) {
        return ReportFormat.crc(endpoint.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static String digits(long millis) {
        return Long.toString(FULL + Math.max(0, Math.min(millis, FULL - 1))).substring(1);
    }

    /** Of a text that {@link #isNumber}; without a formatter or a regular expression, which load much into a young JVM. */
    private static long number(String text, int start, int end) {
        return Long.parseLong(text, start, end, 10);
    }

    private static boolean isNumber(String text, int start, int end) {
        boolean all = text.length() >= end;
        for (int i = start; all && i < end; i++) {
            all = isDigit(text.charAt(i));
        }
        return all;
    }

    /** Whether part of a text is hexadecimal digits. */
    static boolean isHash(String text, int start, int end) {
        boolean all = true;
        for (int i = start; all && i < end; i++) {
            char c = text.charAt(i);
            all = isDigit(c) || (c >= 'a' && c <= 'f');
        }
        return all;
    }

    private static boolean isKey(String text, int start, int end) {
        boolean all = true;
        for (int i = start; all && i < end; i++) {
            char c = text.charAt(i);
            all = isDigit(c) || c == '-' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        }
        return all;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    @Override
    public int compareTo(ReportName other) {
        return head.compareTo(other.head);
    }
}
