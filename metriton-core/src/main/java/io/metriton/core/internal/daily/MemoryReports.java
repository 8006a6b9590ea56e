package io.metriton.core.internal.daily;

import io.metriton.api.DailyStore;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The daily reports that are made while no daily store works. The first of those under way carries counts; those of the dates
 * after it, as long as the endpoint cannot be reached, say that the installation is alive, and no more. Guarded by the lock of
 * the turn.
 */
final class MemoryReports {
    private final CountTable table;

    /** Of those that were accepted, which the daily store does not know yet. */
    private final Set<LocalDate> untold = new HashSet<>();

    private final List<MemoryKeeper> underWay = new ArrayList<>();

    MemoryReports(CountTable table) {
        this.table = table;
    }

    /** A report is under way. */
    void add(MemoryKeeper keeper) {
        underWay.add(keeper);
    }

    /** Whether any is under way. Notes what became of those that are not any more. */
    boolean isUnderWay() {
        for (MemoryKeeper keeper : List.copyOf(underWay)) {
            if (!keeper.isUnderWay()) {
                underWay.remove(keeper);
                if (keeper.isKept()) {
                    table.saved(keeper.counts());
                    untold.add(keeper.date());
                }
            }
        }
        return !underWay.isEmpty();
    }

    /** Whether one of a date is under way, as it was at the last {@link #isUnderWay}. */
    boolean isUnderWay(LocalDate date) {
        for (MemoryKeeper keeper : underWay) {
            if (keeper.date().equals(date)) {
                return true;
            }
        }
        return false;
    }

    /**
     * What was counted and not saved, without what reports under way carry: that is saved, or counted again, once they have
     * ended.
     */
    Map<String, Map<String, Long>> unsaved() {
        Map<String, Map<String, Long>> counts = table.unsaved();
        for (MemoryKeeper keeper : underWay) {
            counts = keeper.without(counts);
        }
        return counts;
    }

    /** Tells the daily store their dates, whose reports another process would make again. */
    void tell(DailyStore store) throws IOException {
        for (LocalDate date : Set.copyOf(untold)) {
            store.reported(date);
            untold.remove(date);
        }
    }
}
