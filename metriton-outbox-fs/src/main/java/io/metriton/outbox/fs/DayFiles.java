package io.metriton.outbox.fs;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.metriton.api.Outbox.Durability;
import io.metriton.api.support.UnusablePlaceException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongPredicate;

/**
 * The files of a day log, in the folder of the outbox:
 *
 * <pre>{@code
 * <purpose>.days                    metriton-days 1, and a line for each date, the last recorded last
 * <purpose>.<date>.<number>.claim   its creator does the work; holds the time in milliseconds
 * }</pre>
 *
 * Guarded by the outbox's lock.
 */
final class DayFiles {
    private static final String MAGIC = "metriton-days ";
    private static final String VERSION = MAGIC + "1";
    private static final String DAYS = ".days";
    private static final String CLAIM = ".claim";
    private static final int MAX_BYTES = 4096;
    private static final int KEPT = 8;
    private static final int CLAIM_PARTS = 4;
    private static final int MAX_LOOKS = 50;
    private static final long PAUSE_NANOS = 10_000_000;

    private final OutboxFolder folder;

    DayFiles(OutboxFolder folder) {
        this.folder = folder;
    }

    /** Whether a name is that of a file of a day log, finished or not. */
    static boolean isName(String file) {
        return isDays(file) || isClaim(file) || isTemporary(file);
    }

    /** Whether it is the name of a file of dates. */
    static boolean isDays(String file) {
        return rest(file).equals(DAYS);
    }

    private static boolean isClaim(String file) {
        String[] parts = rest(file).split("\\.", -1);
        return parts.length == CLAIM_PARTS
                && ('.' + parts[CLAIM_PARTS - 1]).equals(CLAIM)
                && IsoDate.isOne(parts[1])
                && isNumber(parts[2], 10);
    }

    static boolean isTemporary(String file) {
        String rest = rest(file);
        int start = DAYS.length() + 1;
        int end = rest.length() - ReportName.TEMPORARY.length();
        return rest.startsWith(DAYS + ".")
                && end > start
                && rest.endsWith(ReportName.TEMPORARY)
                && isNumber(rest.substring(start, end), 16);
    }

    /** What follows a purpose, from the first dot on; empty if it is none. */
    private static String rest(String file) {
        int dot = file.indexOf('.');
        boolean purpose = dot > 0;
        for (int i = 0; i < dot; i++) {
            purpose &= isOfPurpose(file.charAt(i));
        }
        return purpose ? file.substring(dot) : "";
    }

    private static boolean isNumber(String text, int radix) {
        boolean all = !text.isEmpty();
        for (int i = 0; i < text.length(); i++) {
            all &= Character.digit(text.charAt(i), radix) >= 0;
        }
        return all;
    }

    /** Whether a file that has the name of one of dates holds some, or nothing, as after a loss of power. */
    boolean mayHoldDates(String file) throws IOException {
        String start = new String(folder.disk().read(folder.resolve(file), MAGIC.length()), UTF_8);
        return start.isEmpty() || start.equals(MAGIC);
    }

    /** Whether a purpose may have a character. */
    static boolean isOfPurpose(char c) {
        return c == '-' || (c >= 'a' && c <= 'z');
    }

    /** The dates that are recorded; none if the file is damaged, as it is written anew then. */
    List<LocalDate> read(String purpose) throws IOException {
        byte[] content = content(folder.resolve(purpose + DAYS));
        String[] lines = new String(content, UTF_8).replace("\r", "").split("\n", -1);
        if (lines[0].startsWith(MAGIC) && !lines[0].equals(VERSION) && isVersion(lines[0])) {
            throw new UnusablePlaceException(purpose + DAYS
                    + " is of a newer version of this SDK, so no date can be remembered: update the program");
        }
        List<LocalDate> dates = new ArrayList<>();
        int last = lines.length - 1; // Empty: each date is followed by the end of its line.
        for (int i = 1; i < last && lines[0].equals(VERSION) && content.length <= MAX_BYTES; i++) {
            try {
                dates.add(IsoDate.parse(lines[i]));
            } catch (DateTimeException e) {
                // A damaged line.
            }
        }
        return dates;
    }

    private static boolean isVersion(String line) {
        String version = line.substring(MAGIC.length()).strip();
        return !version.isEmpty() && Character.isDigit(version.charAt(0)) && !version.equals("1");
    }

    void write(String purpose, List<LocalDate> dates) throws IOException {
        StringBuilder text = new StringBuilder(VERSION).append('\n');
        for (LocalDate date : dates.subList(Math.max(0, dates.size() - KEPT), dates.size())) {
            text.append(date).append('\n');
        }
        String temporary = purpose + DAYS + "." + Long.toHexString(System.nanoTime()) + ReportName.TEMPORARY;
        folder.write(purpose + DAYS, temporary, text.toString().getBytes(UTF_8), Durability.PROCESS_END);
    }

    /** False if there is one of this number already. */
    boolean createClaim(String purpose, LocalDate date, int number, long now) throws IOException {
        folder.create();
        Path claim = claim(purpose, date, number);
        try (FileChannel channel = folder.disk().create(claim)) {
            try {
                folder.disk().write(channel, Long.toString(Math.max(0, now)).getBytes(UTF_8));
                return true;
            } catch (IOException e) { // A full disk: an empty claim would be waited for.
                folder.disk().delete(claim);
                throw e;
            }
        } catch (FileAlreadyExistsException e) {
            return false;
        }
    }

    void deleteClaim(String purpose, LocalDate date, int number) throws IOException {
        folder.disk().delete(claim(purpose, date, number));
    }

    /**
     * When a claim was made, in milliseconds; negative if there is none. One that is empty is just being written, or was left
     * by a process that was killed then: if the time of the file cannot tell, because the clock of the disk is another one, it
     * is looked at for half a second.
     */
    long claimedAt(String purpose, LocalDate date, int number, LongPredicate isFresh) throws IOException {
        Path claim = claim(purpose, date, number);
        try {
            if (folder.disk().size(claim) < 0) {
                return 0; // Something else is in the way of this number.
            }
            for (int look = 0; look < MAX_LOOKS; look++) {
                String text = new String(folder.disk().read(claim, MAX_BYTES), UTF_8);
                if (!text.isEmpty()) {
                    return Math.max(0, Long.parseLong(text));
                }
                boolean hasLapsed = folder.isFile(name(purpose, date, number + 1));
                if (hasLapsed || isFresh.test(folder.disk().modified(claim))) {
                    break;
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
            return folder.disk().modified(claim);
        } catch (NumberFormatException e) {
            return folder.disk().modified(claim);
        } catch (NoSuchFileException e) {
            return -1;
        }
    }

    /** Removes the claims of a purpose: of a date that is recorded now, and of those before. */
    void deleteClaims(String purpose, LocalDate date) throws IOException {
        for (String name : folder.names()) {
            if (name.startsWith(purpose + ".") && isClaim(name) && folder.isFile(name)) {
                String claimed = name.substring(purpose.length() + 1);
                if (claimed.compareTo(date + "~") < 0) {
                    folder.disk().delete(folder.resolve(name));
                }
            }
        }
    }

    private Path claim(String purpose, LocalDate date, int number) {
        return folder.resolve(name(purpose, date, number));
    }

    private static String name(String purpose, LocalDate date, int number) {
        return purpose + "." + date + "." + number + CLAIM;
    }

    private byte[] content(Path file) throws IOException {
        try {
            if (folder.disk().size(file) < 0) {
                throw new UnusablePlaceException(
                        file.getFileName() + " is no regular file, so no date can be remembered: remove it");
            }
            return folder.disk().read(file, MAX_BYTES + 1);
        } catch (NoSuchFileException e) {
            return new byte[0];
        }
    }
}
