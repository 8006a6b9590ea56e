package io.metriton.collector.fleet;

import io.metriton.collector.cli.RunningCollector;
import java.time.LocalDate;

/** What else happens while a fleet reports: old installations go, a key changes its type, the secret is changed. */
final class FleetHistory implements Fleet.Receiver {

    private static final int CLEANED_EVERY = 50;

    private final FleetClient client;
    private final FleetFigures figures;
    private final LocalDate first;
    private final int days;
    private final int retention;

    FleetHistory(RunningCollector collector, FleetClient client, LocalDate first, int days, int retention) {
        this.client = client;
        this.figures = new FleetFigures(path -> collector.get(path).toString(), client::oracle, first);
        this.first = first;
        this.days = days;
        this.retention = retention;
    }

    @Override
    public void report(FleetReport report) {
        client.report(report);
    }

    @Override
    public void forget(String installId) {
        client.forget(installId);
    }

    @Override
    public void dayIsOver(int day) {
        client.dayIsOver(day);
        int passed = day - (int) first.toEpochDay() + 1;
        if (passed > retention && passed % CLEANED_EVERY == 0) {
            client.forgetBefore(day - retention);
        }
        if (passed == days / 4 || passed == days * 3 / 4) {
            client.declareJava(passed == days / 4);
        }
        if (passed == days / 2) {
            assertFigures(passed);
            client.rotateSecret();
        }
    }

    /** At the end. */
    void assertFigures() {
        assertFigures(days);
    }

    private void assertFigures(int passed) {
        figures.assertAll(first.plusDays(passed - 1L));
    }
}
