package io.metriton.outbox.fs;

import io.metriton.api.Outbox.Durability;
import io.metriton.api.support.UnusablePlaceException;
import io.metriton.outbox.fs.DailyReader.Found;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The files of a daily store: each state is a file of its own, named by its number, and the highest number holds. A change
 * reads the highest state and writes the next one, under a number that nobody has used: of several processes one succeeds,
 * the others read again. The highest is never deleted, so a process that slept since it read finds a higher one than its own,
 * which then counts for nothing.
 *
 * <p>Most changes survive the end of the process, and not a loss of power, as that would cost each run of a tool. So the newest
 * state that does survive it stays until there is a newer one, and holds if a higher one turns out to be damaged.
 *
 * <pre>{@code
 * 17.daily                 see DailyFormat
 * 18.1a2b3c4d.daily.tmp    not finished
 * }</pre>
 *
 * Guarded by the store's lock.
 */
final class DailyFiles {
    private final OutboxFolder folder;
    private final DailyReader reader;

    /** Tells the changes of several processes apart; no secret. */
    private String writer;

    /** The last one. By the time, as processes that go on from one snapshot have one writer. */
    private long change;

    /** The last that is known to be part of a state. */
    private long made;

    DailyFiles(OutboxFolder folder) {
        this(folder, OutboxFolder.randomTag());
    }

    DailyFiles(OutboxFolder folder, String writer) {
        this.folder = folder;
        this.writer = writer;
        this.reader = new DailyReader(folder);
    }

    /** The state that holds. */
    Found read() throws IOException {
        return reader.read();
    }

    /** Whether a state that was read was damaged, and so is lost. */
    boolean wasDamaged() {
        return reader.wasDamaged();
    }

    /**
     * Makes a state the one that holds; false if another process was faster. Throws only if nothing was changed: what was
     * published counts, whatever goes wrong afterwards.
     */
    boolean replace(Found found, DailyState state, Durability durability) throws IOException {
        if (DailyName.number(DailyName.of(found.next())) != found.next()) {
            throw new UnusablePlaceException("the number of its newest state is too high: delete the folder");
        }
        folder.create();
        Long last = found.state().writers().get(writer);
        if (last != null && last != made) { // Another process goes on from the same snapshot.
            writer = OutboxFolder.randomTag();
        }
        change = Math.max(change + 1, System.nanoTime());
        long lasting = durability == Durability.POWER_LOSS
                ? found.next()
                : found.state().lasting();
        byte[] content = DailyFormat.encode(state.by(writer, change).lasting(lasting));
        boolean published = publish(found.next(), content, durability);
        if (published ? !holds(found.next()) : !isMade()) {
            return false;
        }
        made = change;
        if (durability == Durability.POWER_LOSS) {
            folder.force();
        }
        tidy(found, lasting);
        return true;
    }

    /** Once more, where a host interrupts all threads, which closes a file that is being written. */
    private boolean publish(long number, byte[] content, Durability durability) throws IOException {
        boolean interrupted = false;
        try {
            return publishOnce(number, content, durability);
        } catch (ClosedByInterruptException e) {
            interrupted = Thread.interrupted();
            return publishOnce(number, content, durability);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** False if there is a file of this number. */
    private boolean publishOnce(long number, byte[] content, Durability durability) throws IOException {
        Path temporary = folder.resolve(DailyName.temporary(number, OutboxFolder.randomTag()));
        try {
            write(temporary, content, durability);
            return link(temporary, folder.resolve(DailyName.of(number)), content, durability);
        } finally {
            delete(temporary);
        }
    }

    /** What is published counts, whatever goes wrong here; the next change tries again. */
    private void tidy(Found found, long lasting) {
        try {
            deleteOlder(found, lasting);
            // By the clock that dates the files, and not by one that an application has set to play days.
            Leftovers.remove(folder, found.names(), System.currentTimeMillis());
        } catch (RuntimeException | OutOfMemoryError e) {
            // See above.
        }
    }

    /** Its remains are removed by a later change. */
    private void delete(Path temporary) {
        try {
            folder.disk().delete(temporary);
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            // Nobody reads it.
        }
    }

    private void write(Path temporary, byte[] content, Durability durability) throws IOException {
        if (durability == Durability.PROCESS_END) {
            folder.disk().write(temporary, content);
            return;
        }
        try (FileChannel channel = folder.disk().create(temporary)) {
            folder.disk().write(channel, content);
            folder.disk().force(channel);
        }
    }

    /** False if there is a file of this name. */
    private boolean link(Path temporary, Path name, byte[] content, Durability durability) throws IOException {
        try {
            folder.disk().link(name, temporary);
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        } catch (UnsupportedOperationException | FileSystemException e) {
            return publishWithoutLinks(name, content, durability);
        }
    }

    /**
     * The file is seen before it is whole, so readers wait until it is. Once it is, another process may have gone on from it:
     * it counts, also if it cannot be forced to the disk.
     */
    private boolean publishWithoutLinks(Path name, byte[] content, Durability durability) throws IOException {
        boolean isWhole = false;
        try (FileChannel channel = folder.disk().create(name)) {
            folder.disk().write(channel, content);
            isWhole = true;
            if (durability == Durability.POWER_LOSS) {
                folder.disk().force(channel);
            }
        } catch (FileAlreadyExistsException e) {
            return false;
        } catch (IOException e) {
            if (!isWhole) {
                delete(name); // Nobody is to wait for the rest of it.
                throw e;
            }
            forceAgain(name, durability);
        }
        return true;
    }

    /** What kept it from being forced may have been an interrupt by the host, which closes the file. */
    private void forceAgain(Path name, Durability durability) {
        boolean interrupted = Thread.interrupted();
        try {
            if (durability == Durability.POWER_LOSS) {
                folder.disk().forceFile(name);
            }
        } catch (IOException e) {
            // A disk that cannot do it: then it is as safe as it gets.
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /**
     * Whether the number was free because it is the next, and not because it was used and deleted long ago. If that cannot be
     * found out, it was the next: so it is but for a process that slept in between.
     */
    private boolean holds(long number) {
        try {
            return DailyName.highest(folder.names()) == number || isMade();
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            return true;
        }
    }

    /** Whether this change is part of the state that holds: a network home may make a link and say that it failed. */
    private boolean isMade() throws IOException {
        Long last = reader.read().state().writers().get(writer);
        return last != null && last == change;
    }

    private void deleteOlder(Found found, long lasting) {
        List<String> older = new ArrayList<>();
        for (String each : found.names()) {
            long number = DailyName.number(each);
            if (number > 0 && number <= found.number() && number != lasting) {
                older.add(each);
            }
        }
        for (String each : older) {
            try {
                if (folder.isFile(each)) {
                    folder.disk().delete(folder.resolve(each));
                }
            } catch (IOException e) {
                // The next change tries again.
            }
        }
    }
}
