package io.metriton.outbox.fs;

import io.metriton.api.support.UnusablePlaceException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Reads the state of a daily store that holds: the highest that is whole. Waits for one that may be being written. Guarded by
 * the store's lock.
 */
final class DailyReader {
    private static final int MAX_LOOKS = 1_000;
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    /** As long as this a state that is not whole may be being written, where there are no links. */
    private static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    /** What stands so far above the state that holds is no state that is being written. */
    private static final long FAR = 1_000;

    private final OutboxFolder folder;
    private boolean damaged;

    /** Whether the last look found a state that may be being written. */
    private boolean isHalfWritten;

    private long seen;
    private int seenSize;
    private long seenSince;

    DailyReader(OutboxFolder folder) {
        this.folder = folder;
    }

    /**
     * A state and the names of the files when it was read.
     *
     * @param number 0 if there is none
     * @param next the lowest number that nothing has
     */
    record Found(long number, long next, DailyState state, List<String> names) {}

    /** Whether a state that was read was damaged, and so is lost. */
    boolean wasDamaged() {
        return damaged;
    }

    /** The state that holds. */
    Found read() throws IOException {
        for (int i = 0; i < MAX_LOOKS; i++) {
            Found found = look();
            while (found == null && isHalfWritten) {
                LockSupport.parkNanos(PAUSE_NANOS);
                found = look();
            }
            if (found != null) {
                return found;
            }
        }
        throw new UnusablePlaceException("its files vanish while they are being read");
    }

    /** Null if the state was replaced while it was being read, or {@link #isHalfWritten}. */
    private @Nullable Found look() throws IOException {
        isHalfWritten = false;
        List<String> names = folder.names();
        long broken = 0;
        int brokenSize = 0;
        try {
            for (long highest = below(Long.MAX_VALUE, names); highest > 0; highest = below(highest, names)) {
                byte[] content = content(highest);
                DailyState state = state(content);
                if (state != null) {
                    return found(highest, state, names, broken, brokenSize);
                }
                broken = broken == 0 ? highest : broken;
                brokenSize = broken == highest ? content.length : brokenSize;
            }
            return found(0, DailyState.EMPTY, names, broken, brokenSize);
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    /**
     * Null if {@link #isHalfWritten}.
     *
     * @param broken the highest number of what is not whole and stands above the state; 0 if there is none
     */
    private @Nullable Found found(long number, DailyState state, List<String> names, long broken, int brokenSize) {
        boolean near = broken > 0 && broken - number < FAR;
        isHalfWritten = near && mayBeHalfWritten(broken, brokenSize);
        if (isHalfWritten) {
            return null;
        }
        damaged |= broken > 0;
        long next = (near ? broken : number) + 1;
        while (names.contains(DailyName.of(next))) {
            next++;
        }
        return new Found(number, next, state, names);
    }

    /** Nothing of a large file that cannot be a state. */
    private byte[] content(long number) throws IOException {
        Path file = folder.resolve(DailyName.of(number));
        if (folder.disk().size(file) > DailyFormat.USUAL_BYTES
                && !DailyFormat.mayBe(folder.disk().readFile(file, DailyFormat.HEAD_BYTES))) {
            return new byte[0];
        }
        return folder.disk().readFile(file, DailyFormat.MAX_BYTES);
    }

    /** The highest number below a limit that a state has; 0 if there is none. */
    private long below(long limit, List<String> names) throws IOException {
        long highest = 0;
        for (String each : names) {
            long number = DailyName.number(each);
            highest = number > highest && number < limit && isState(each) ? number : highest;
        }
        return highest;
    }

    /** Whether it is a regular file; one that is just gone may have been. */
    private boolean isState(String name) throws IOException {
        try {
            return folder.disk().size(folder.resolve(name)) >= 0;
        } catch (NoSuchFileException e) {
            return true;
        }
    }

    /** Null if it is damaged. */
    private @Nullable DailyState state(byte[] content) throws IOException {
        if (DailyFormat.isOfAnotherVersion(content)) {
            throw new UnusablePlaceException(
                    "the daily counts are of a newer version of this SDK, and are left alone: update the program");
        }
        return DailyFormat.decode(content);
    }

    /**
     * As long as it was not seen like this for long; a file's date would be that of another machine's clock on a network home.
     */
    private boolean mayBeHalfWritten(long number, int size) {
        long now = System.nanoTime();
        if (number != seen || size != seenSize) {
            seen = number;
            seenSize = size;
            seenSince = now;
        }
        return now - seenSince < PATIENCE_NANOS;
    }
}
