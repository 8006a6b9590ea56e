package io.metriton.api;

import io.metriton.api.Outbox.Durability;
import java.io.IOException;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps what an installation counts between two daily reports, and which dates were reported, for all of its processes.
 *
 * <p>A change is made whole or not at all, whatever process is killed at whatever moment, and of several processes that begin
 * the report of a date one does. What was counted is in one place at a time: in the counts that wait, or in one draft. A draft
 * stays until {@link #done}; if its process ends before, another one gets it, with the same key and the same counts, a
 * minute later. So each count is in exactly one report, and a report that is sent twice has one key.
 *
 * <p>The last eight dates are kept, not the latest alone: a clock that jumps forward and back causes no second report.
 *
 * <p>Thread-safe. All methods block on the disk, or on what else keeps it.
 */
public interface DailyStore {

    /**
     * Adds counts to those that wait for the next report.
     *
     * @param counts a positive number for each name, by metadata key; may be empty
     * @param durability what they, and all that was added before, survive when this returns
     * @throws IOException if they could not be kept: then none of them is
     */
    void add(Map<String, Map<String, Long>> counts, Durability durability) throws IOException;

    /**
     * Begins the report of a date, unless it was begun before. The counts are added in any case.
     *
     * @param proposal names the report, its time, which gives the date (UTC), and what was counted in this process
     * @param durability what the change survives when this returns
     * @return the report that the caller is to make: the proposal with all counts that waited, or the draft of a process that
     *     ended before it made the report, which does not hold the proposal's counts. Empty if there is nothing to make
     * @throws IOException if nothing could be changed
     */
    Optional<DailyDraft> begin(DailyDraft proposal, Durability durability) throws IOException;

    /**
     * What {@link #begin} would return now. Changes nothing.
     *
     * @param proposal as in {@link #begin}
     * @return the draft, or empty
     * @throws IOException if the store cannot be read
     */
    Optional<DailyDraft> peek(DailyDraft proposal) throws IOException;

    /**
     * The report of a date was made without the store, while nothing could be kept: {@link #begin} is to make no other. Nothing
     * happens if it knows of one.
     *
     * <p>By default nothing is done: another process may make a second report of the date.
     *
     * @param date in UTC
     * @throws IOException if nothing could be changed; the caller tells it again
     */
    default void reported(LocalDate date) throws IOException {}

    /**
     * The report is in the outbox, delivered, or refused for good: its draft is forgotten.
     *
     * @param key of the draft; nothing happens if there is none
     * @throws IOException if nothing could be changed: a later process makes the report again, with the same key
     */
    void done(String key) throws IOException;
}
