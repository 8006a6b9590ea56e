package io.metriton.core.internal.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.metriton.core.internal.json.MetadataSnapshot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Who is told what became of a report. */
class PendingReportTest {
    private final List<String> told = new ArrayList<>();
    private final MetadataSnapshot metadata = new MetadataSnapshot(Map.of(), 100);

    /** Remembers, and then throws, as a third party's may. */
    private final class Keeper implements DailyReport.Keeper {
        @Override
        public void kept() {
            told.add("kept");
            throw new IllegalStateException("the disk is gone");
        }

        @Override
        public void refused() {
            told.add("refused");
            throw new IllegalStateException("the disk is gone");
        }
    }

    private PendingReport daily() {
        return new PendingReport(
                new DailyReport("key", Instant.EPOCH, Map.of(), Map.of(), new Keeper()), metadata, 1, 0);
    }

    @Test
    void keeperOfADailyReport_isToldOnceThatItIsKept() {
        PendingReport report = daily();

        report.kept();
        report.kept();
        report.refused();

        assertThat(told).containsExactly("kept");
    }

    @Test
    void keeperOfADailyReport_isToldOnceThatItIsRefused() {
        PendingReport report = daily();

        report.refused();
        report.kept();

        assertThat(told).containsExactly("refused");
    }

    @Test
    void reportOfACaller_hasNoKeeper() {
        PendingReport report = new PendingReport(metadata, 1, 0, new CompletableFuture<>());

        report.kept();
        report.refused();

        assertThat(told).isEmpty();
        assertThat(report.isRecovered()).isFalse();
        assertThat(report.isCancelled()).isFalse();
    }
}
