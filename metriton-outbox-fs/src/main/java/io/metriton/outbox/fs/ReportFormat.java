package io.metriton.outbox.fs;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.metriton.api.StoredReport;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * What is in the file of a report: lines of a head, an empty line, and the body as it goes over the wire.
 *
 * <pre>{@code
 * metriton-report 1
 * key: 5f0e…
 * endpoint: https://metriton.example.org/scout
 * created: 2026-11-22T10:15:30.123Z
 * length: 118
 * crc32: 0a1b2c3d
 * }</pre>
 */
final class ReportFormat {
    /** No report is larger: the core encodes 8 MiB at most. */
    static final int MAX_BYTES = 9 * 1024 * 1024;

    /** So much of a file says whether it is a report. */
    static final int HEAD_BYTES = 64;

    private static final String MAGIC = "metriton-report ";
    private static final String VERSION = MAGIC + "1";
    private static final int TO_THE_MINUTE = "2026-11-22T10:15".length();

    /** Of the year 9999. */
    private static final long LAST_SECOND = 253_402_300_799L;

    private static final List<String> FIELDS = List.of("key: ", "endpoint: ", "created: ", "length: ", "crc32: ");

    private ReportFormat() {}

    static byte[] encode(StoredReport report) {
        byte[] body = report.body();
        byte[] head = String.join(
                        "\n",
                        VERSION,
                        "key: " + report.key(),
                        "endpoint: " + report.endpoint(),
                        "created: " + text(report.created()),
                        "length: " + body.length,
                        "crc32: " + crc(body),
                        "",
                        "")
                .getBytes(UTF_8);
        byte[] content = Arrays.copyOf(head, head.length + body.length);
        System.arraycopy(body, 0, content, head.length, body.length);
        return content;
    }

    /** Whether a newer SDK wrote this, which alone may say what is wrong with it. */
    static boolean isOfAnotherVersion(byte[] content) {
        String start = new String(content, 0, Math.min(content.length, HEAD_BYTES), UTF_8);
        String line = start.lines().findFirst().orElse("");
        return line.startsWith(MAGIC)
                && !line.equals(VERSION)
                && line.substring(MAGIC.length()).matches("[0-9][0-9.]*");
    }

    /**
     * Whether this can be nothing but the remains of a report: it starts as one does, or is what a power failure leaves of a
     * file, which is nothing, or zeros.
     */
    static boolean isRemains(byte[] content) {
        boolean zeros = true;
        for (int i = 0; i < Math.min(content.length, HEAD_BYTES); i++) {
            zeros &= content[i] == 0;
        }
        String start = new String(content, 0, Math.min(content.length, HEAD_BYTES), UTF_8);
        return zeros || start.startsWith(MAGIC) || MAGIC.startsWith(start);
    }

    /** Empty if anything is wrong with it. */
    static Optional<StoredReport> decode(byte[] content) {
        int end = endOfHead(content);
        if (end < 0 || content.length > MAX_BYTES) {
            return Optional.empty();
        }
        List<String> lines = new String(content, 0, end, UTF_8).lines().toList();
        if (!hasForm(lines)) {
            return Optional.empty();
        }
        byte[] body = Arrays.copyOfRange(content, end + 2, content.length);
        if (!value(lines, 3).equals(String.valueOf(body.length))
                || !value(lines, 4).equals(crc(body))) {
            return Optional.empty();
        }
        try {
            return Optional.of(new StoredReport(
                    value(lines, 0), URI.create(value(lines, 1)), Instant.parse(value(lines, 2)), body));
        } catch (IllegalArgumentException | DateTimeException e) {
            return Optional.empty(); // A damaged field.
        }
    }

    private static boolean hasForm(List<String> lines) {
        if (lines.size() != FIELDS.size() + 1 || !lines.get(0).equals(VERSION)) {
            return false;
        }
        for (int i = 0; i < FIELDS.size(); i++) {
            if (!lines.get(i + 1).startsWith(FIELDS.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static String value(List<String> lines, int field) {
        return lines.get(field + 1).substring(FIELDS.get(field).length());
    }

    /** Where the first empty line is; negative if there is none. */
    private static int endOfHead(byte[] content) {
        for (int i = 0; i + 1 < content.length; i++) {
            if (content[i] == '\n' && content[i + 1] == '\n') {
                return i;
            }
        }
        return -1;
    }

    /** Eight hexadecimal digits. */
    static String crc(byte[] bytes) {
        CRC32 crc = new CRC32();
        crc.update(bytes);
        return Long.toHexString(1L << 32 | crc.getValue()).substring(1);
    }

    /** As {@link Instant#toString} has it, which has formats and locales loaded for that. */
    private static String text(Instant created) {
        if (created.isBefore(Instant.EPOCH) || created.getEpochSecond() > LAST_SECOND) {
            return created.toString();
        }
        String text = LocalDateTime.ofEpochSecond(created.getEpochSecond(), created.getNano(), ZoneOffset.UTC)
                .toString();
        return text.concat(text.length() == TO_THE_MINUTE ? ":00Z" : "Z");
    }
}
