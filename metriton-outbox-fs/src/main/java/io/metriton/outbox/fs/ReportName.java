package io.metriton.outbox.fs;

import io.metriton.api.StoredReport;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * The name of the file of a report, {@code <created, in milliseconds>-<key>-<hash of the endpoint>.report}: it sorts by age,
 * and says to whom the file may matter without a look into it. A format that is not only another version of what is in
 * the file needs another ending.
 */
record ReportName(String file, long createdMillis, String key, String endpointHash) implements Comparable<ReportName> {
    private static final String ENDING = ".report";
    private static final String TEMPORARY = ".tmp";
    private static final Pattern FORM =
            Pattern.compile("([0-9]{13})-([A-Za-z0-9-]{1,64})-([0-9a-f]{8})" + Pattern.quote(ENDING));

    /** Thirteen digits, which last until the year 2286. */
    private static final Instant LAST = Instant.ofEpochMilli(9_999_999_999_999L);

    static ReportName of(StoredReport report) {
        Instant created = report.created();
        long millis = created.isBefore(Instant.EPOCH) ? 0 : (created.isAfter(LAST) ? LAST : created).toEpochMilli();
        String hash = hash(report.endpoint());
        String digits = String.format("%013d", millis);
        return new ReportName(digits + "-" + report.key() + "-" + hash + ENDING, millis, report.key(), hash);
    }

    /** Empty if it is no name of ours. */
    static Optional<ReportName> parse(String file) {
        Matcher matcher = FORM.matcher(file);
        return matcher.matches()
                ? Optional.of(
                        new ReportName(file, Long.parseLong(matcher.group(1)), matcher.group(2), matcher.group(3)))
                : Optional.empty();
    }

    /** Eight hexadecimal digits. */
    static String hash(URI endpoint) {
        CRC32 crc = new CRC32();
        crc.update(endpoint.toString().getBytes(StandardCharsets.UTF_8));
        return String.format("%08x", crc.getValue());
    }

    /** The name of the file while it is written. */
    String temporary() {
        return file + TEMPORARY;
    }

    static boolean isTemporary(String file) {
        return file.endsWith(TEMPORARY)
                && FORM.matcher(file.substring(0, file.length() - TEMPORARY.length()))
                        .matches();
    }

    boolean isOlderThan(Duration age, Instant now) {
        return Duration.between(Instant.ofEpochMilli(createdMillis), now).compareTo(age) > 0;
    }

    @Override
    public int compareTo(ReportName other) {
        return file.compareTo(other.file);
    }
}
