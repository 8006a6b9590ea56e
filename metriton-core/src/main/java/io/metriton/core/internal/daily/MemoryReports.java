package io.metriton.core.internal.daily;

import io.metriton.api.DailyStore;
import java.io.IOException;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The daily reports that are made while no daily store works: one at a time is under way, with the counts that it carries. Guarded by
 * the lock of the turn.
 */
final class MemoryReports {
    private final CountTable table;

    /** Of those that were accepted, which the daily store does not know yet. */
    private final Set<LocalDate> untold = new HashSet<>();

    private @Nullable MemoryKeeper last;

    MemoryReports(CountTable table) {
        this.table = table;
    }

    /** A report is under way. */
    void add(MemoryKeeper keeper) {
        last = keeper;
    }

    /** Whether one is under way. Notes what became of one that is not any more. */
    boolean isUnderWay() {
        MemoryKeeper keeper = last;
        if (keeper != null && !keeper.isUnderWay()) {
            last = null;
            if (keeper.isKept()) {
                table.saved(keeper.counts());
                untold.add(keeper.date());
            }
        }
        return last != null;
    }

    /** Whether one of a date is under way, as it was at the last {@link #isUnderWay}. */
    boolean isUnderWay(LocalDate date) {
        return last != null && last.date().equals(date);
    }

    /**
     * What was counted and not saved, without what a report under way carries: that is saved, or counted again, once the report
     * has ended.
     */
    Map<String, Map<String, Long>> unsaved() {
        Map<String, Map<String, Long>> counts = table.unsaved();
        MemoryKeeper keeper = last;
        return keeper == null ? counts : keeper.without(counts);
    }

    /** Tells the daily store their dates, whose reports another process would make again. */
    void tell(DailyStore store) throws IOException {
        for (LocalDate date : Set.copyOf(untold)) {
            store.reported(date);
            untold.remove(date);
        }
    }
}
