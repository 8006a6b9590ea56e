package io.metriton.core.internal.daily;

import io.metriton.api.DailyStore;
import io.metriton.core.internal.delivery.DailyReport;
import io.metriton.core.internal.util.Log;
import io.metriton.core.internal.util.Thrown;

/** Keeps a daily report as a draft of the store. Immutable. */
record DraftKeeper(DailyStore store, String key) implements DailyReport.Keeper {
    @Override
    public void kept() {
        try {
            store.done(key);
        } catch (Throwable e) {
            Log.once(
                    System.Logger.Level.DEBUG,
                    "a daily report may be sent again, with the same key: " + Thrown.text(e));
        }
    }

    @Override
    public void refused() {
        kept();
    }
}
