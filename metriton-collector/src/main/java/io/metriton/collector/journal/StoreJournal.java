package io.metriton.collector.journal;

import io.metriton.collector.store.ApplicationTable;
import io.metriton.collector.store.Receipt;
import io.metriton.collector.store.Store;
import io.metriton.collector.store.Submission;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;

/** Goes straight to the store. */
public final class StoreJournal implements Journal {

    private final Store store;
    private final ApplicationTable applications;

    /**
     * Goes to a store.
     *
     * @param store an open store
     */
    public StoreJournal(Store store) {
        this.store = store;
        this.applications = new ApplicationTable(store);
    }

    @Override
    public CompletableFuture<Receipt> append(Submission submission) {
        return store.writer().append(submission);
    }

    @Override
    public CompletableFuture<OptionalInt> forget(String secret, List<byte[]> keys) {
        return store.writer().change(connection -> applications.forget(connection, secret, keys));
    }
}
