package io.metriton.collector.journal;

import io.metriton.collector.store.Receipt;
import io.metriton.collector.store.Submission;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;

/** Takes reports, and the order to forget an installation, in one sequence. Thread-safe; nothing here blocks. */
public interface Journal {

    /**
     * Takes a report.
     *
     * @param submission the report
     * @return completed when the report is stored for good; exceptionally if it is not
     */
    CompletableFuture<Receipt> append(Submission submission);

    /**
     * Deletes what is kept of an installation.
     *
     * @param secret the fingerprint of the secret that the keys were made with
     * @param keys its keys
     * @return completed with the number of rows that there were, when they are deleted for good; with nothing if the
     *     secret was changed meanwhile, and nothing is deleted
     */
    CompletableFuture<OptionalInt> forget(String secret, List<byte[]> keys);
}
