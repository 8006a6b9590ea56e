package io.metriton.core.internal.daily;

import io.metriton.api.DailyLedger;
import io.metriton.core.internal.delivery.DailyReport;
import io.metriton.core.internal.util.Log;
import java.io.IOException;

/** Keeps a daily report as a draft of the ledger. Immutable. */
record LedgerKeeper(DailyLedger ledger, String key) implements DailyReport.Keeper {
    @Override
    public void kept() {
        try {
            ledger.done(key);
        } catch (IOException | RuntimeException | LinkageError e) {
            Log.once(System.Logger.Level.DEBUG, "a daily report may be sent again, with the same key: " + e);
        }
    }

    @Override
    public void refused() {
        kept();
    }
}
