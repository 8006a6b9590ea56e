package io.metriton.outbox.fs;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;

/**
 * The reports that this outbox has put or claimed, by key, and the names that their files have now. To claim a report is to
 * give its file a name with the end of the lease; of several who try, one finds the file under its old name.
 *
 * <p>Guarded by the outbox's lock.
 */
final class Claims {
    private final OutboxFolder folder;
    private final Map<String, ReportName> known = new HashMap<>();

    /** Tells the claims of two processes in one millisecond apart, if they have the same end; no secret. */
    private final String claimer = OutboxFolder.randomTag();

    Claims(OutboxFolder folder) {
        this.folder = folder;
    }

    void add(ReportName name) {
        known.put(name.key(), name);
    }

    boolean contains(String key) {
        return known.containsKey(key);
    }

    /** To be called for what was removed. */
    void forget(String key) {
        known.remove(key);
    }

    /** False if it is another process's now, or removed. A claim of our own is renewed in the second half of its lease. */
    boolean claim(String key, long now) throws IOException {
        ReportName name = known.get(key);
        if (name == null) {
            return false;
        }
        boolean fresh = name.isHeld(now) && name.leaseEnd() - now > ReportName.LEASE.toMillis() / 2;
        return fresh || take(name, now);
    }

    /** Claims what is unclaimed, or whose claim has lapsed; false if another process was faster. */
    boolean take(ReportName name, long now) throws IOException {
        ReportName claimed = name.claimed(now + ReportName.LEASE.toMillis(), claimer);
        if (folder.move(name, claimed)) {
            add(claimed);
            return true;
        }
        forget(name.key());
        return false;
    }

    void release(String key) throws IOException {
        ReportName name = known.get(key);
        if (name != null && name.isClaimed()) {
            if (folder.move(name, name.released())) {
                add(name.released());
            } else {
                forget(key); // The claim had lapsed, and it is another process's now.
            }
        }
    }

    /** Removes a report, also if another process has claimed it since, and so changed its name. */
    void remove(String key) throws IOException {
        ReportName name = known.get(key);
        if (name == null) {
            return;
        }
        if (!folder.disk().delete(folder.resolve(name))) {
            for (String each : folder.names()) {
                ReportName other = each.startsWith(name.head() + ".") ? ReportName.parse(each) : null;
                if (other != null && folder.isFile(each)) {
                    folder.disk().delete(folder.resolve(each));
                }
            }
        }
        forget(key);
    }

    /** Gives up all claims. What cannot be given up lapses. */
    void close() {
        for (String key : new ArrayList<>(known.keySet())) {
            try {
                release(key);
            } catch (IOException e) {
                // See above.
            }
        }
        known.clear();
    }
}
