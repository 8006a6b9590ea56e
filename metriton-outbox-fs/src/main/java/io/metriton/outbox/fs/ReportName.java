package io.metriton.outbox.fs;

import io.metriton.api.StoredReport;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The name of the file of a report, {@code <created, in milliseconds>-<key>-<hash of the endpoint>.report}: it sorts by age,
 * and says to whom the file may matter without a look into it. A format that is not only another version of what is in
 * the file needs another ending.
 */
record ReportName(String file, long createdMillis, String key, String endpointHash) implements Comparable<ReportName> {
    private static final String ENDING = ".report";
    private static final String TEMPORARY = ".tmp";
    private static final String KEY_CHARACTERS = "-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final int DIGITS = 13;
    private static final int MAX_KEY = 64;
    private static final int HASH = 8;

    /** The first number of milliseconds that takes more than thirteen digits: in the year 2286. */
    private static final long FULL = 10_000_000_000_000L;

    private static final Instant LAST = Instant.ofEpochMilli(FULL - 1);

    static ReportName of(StoredReport report) {
        Instant created = report.created();
        long millis = created.isBefore(Instant.EPOCH) ? 0 : (created.isAfter(LAST) ? LAST : created).toEpochMilli();
        String hash = hash(report.endpoint());
        String digits = Long.toString(FULL + millis).substring(1);
        return new ReportName(digits + "-" + report.key() + "-" + hash + ENDING, millis, report.key(), hash);
    }

    /** Empty if it is no name of ours. */
    static Optional<ReportName> parse(String file) {
        int keyStart = DIGITS + 1;
        int hashStart = file.length() - ENDING.length() - HASH;
        int keyEnd = hashStart - 1;
        boolean ours = file.endsWith(ENDING)
                && keyEnd > keyStart
                && keyEnd - keyStart <= MAX_KEY
                && consistsOf(file, 0, DIGITS, "0123456789")
                && file.charAt(DIGITS) == '-'
                && consistsOf(file, keyStart, keyEnd, KEY_CHARACTERS)
                && file.charAt(keyEnd) == '-'
                && consistsOf(file, hashStart, hashStart + HASH, "0123456789abcdef");
        return ours
                ? Optional.of(new ReportName(
                        file,
                        Long.parseLong(file.substring(0, DIGITS)),
                        file.substring(keyStart, keyEnd),
                        file.substring(hashStart, hashStart + HASH)))
                : Optional.empty();
    }

    /** Not by a regular expression, for which a JVM that has just started would have much to load. */
    private static boolean consistsOf(String text, int start, int end, String characters) {
        for (int i = start; i < end; i++) {
            if (characters.indexOf(text.charAt(i)) < 0) {
                return false;
            }
        }
        return true;
    }

    /** Eight hexadecimal digits. */
    static String hash(URI endpoint) {
        return ReportFormat.crc(endpoint.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** The name of the file while it is written. */
    String temporary() {
        return file + TEMPORARY;
    }

    static boolean isTemporary(String file) {
        return file.endsWith(TEMPORARY)
                && parse(file.substring(0, file.length() - TEMPORARY.length())).isPresent();
    }

    boolean isOlderThan(Duration age, Instant now) {
        return Duration.between(Instant.ofEpochMilli(createdMillis), now).compareTo(age) > 0;
    }

    @Override
    public int compareTo(ReportName other) {
        return file.compareTo(other.file);
    }
}
