package io.metriton.collector.web;

import io.metriton.collector.applications.Application;
import io.metriton.collector.figures.Per;
import io.metriton.collector.figures.PeriodFigures;
import io.metriton.collector.figures.UtcDay;
import io.metriton.collector.privacy.DeclaredKey;
import io.metriton.collector.privacy.MetadataType;
import io.metriton.collector.store.Channel;
import io.metriton.collector.store.FigureReader;
import io.metriton.collector.store.TallyTable;
import io.metriton.collector.web.chart.Chart;
import io.metriton.collector.web.chart.Charts;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;

/** Gathers what pages show. Thread-safe. */
public final class ApplicationPages {

    private static final int WEEKS = 12;

    private final Services services;

    ApplicationPages(Services services) {
        this.services = services;
    }

    private int today() {
        return UtcDay.today(services.clock());
    }

    ApplicationPage page(Application application, Channel channel, Per per) {
        return services.store().atOneMoment(() -> gather(application, channel, per));
    }

    private ApplicationPage gather(Application application, Channel channel, Per per) {
        ChartSource source = new ChartSource(services.store(), application, channel, per, today());
        List<Panel> panels = new ArrayList<>();
        Chart active = source.active();
        panels.add(Panel.of("active", "", active, Charts::lines));
        Chart versions = source.versions();
        String note = "An installation counts under the version that it reported last in each period.";
        panels.add(Panel.of("versions", note, versions, Charts::bars));
        Chart fresh = source.fresh();
        panels.add(Panel.of("new", "", fresh, Charts::bars));
        for (DeclaredKey key : application.keys().values()) {
            Chart chart = source.key(key);
            boolean set = key.type() == MetadataType.SET;
            panels.add(Panel.of(
                    "key-" + key.id(),
                    (key.why().isEmpty() ? "" : "Collected to learn " + key.why() + ". ")
                            + (set ? "An installation counts under each value that it named." : ""),
                    chart,
                    set ? Charts::lines : Charts::bars));
        }
        return new ApplicationPage(
                application,
                channel.label(),
                per.label(),
                tiles(application, channel),
                panels,
                cohorts(application, channel),
                refused(application.id()),
                new FigureReader(services.store(), application.id(), channel).withoutId(today() - 29, today()));
    }

    private List<Tile> tiles(Application application, Channel channel) {
        FigureReader reader = new FigureReader(services.store(), application.id(), channel);
        return List.of(
                tile(reader, Per.DAY, "Yesterday", 1, 8, "a week before"),
                tile(reader, Per.SEVEN_DAYS, "Last 7 days", 0, 7, "the 7 days before"),
                tile(reader, Per.TWENTY_EIGHT_DAYS, "Last 28 days", 0, 28, "the 28 days before"));
    }

    private Tile tile(FigureReader reader, Per per, String label, int back, int further, String when) {
        return Tile.of(label, installs(reader, per, today() - back), installs(reader, per, today() - further), when);
    }

    private long installs(FigureReader reader, Per per, int day) {
        List<PeriodFigures> figures =
                reader.active(new FigureReader.Range(per, day, day, today()), OptionalInt.empty(), false);
        return figures.get(0).installs();
    }

    private List<CohortRow> cohorts(Application application, Channel channel) {
        int from = today() - 7 * (WEEKS - 1);
        return new FigureReader(services.store(), application.id(), channel)
                .retention(from, today(), today()).stream()
                        .map(figures -> CohortRow.of(figures, WEEKS, today()))
                        .toList();
    }

    /** How many reports of the last 30 days were refused, by reason. */
    Map<String, Long> refused(int application) {
        Map<String, Long> sums = new TreeMap<>();
        new TallyTable(services.store())
                .refusals(application, today() - 29)
                .values()
                .forEach(day -> day.forEach((reason, n) -> sums.merge(reason, n, Long::sum)));
        return sums;
    }

    /**
     * An application in the overview.
     *
     * @param application which
     * @param installs of the last 28 days
     * @param spark how they changed in the last 90 days
     */
    public record Card(Application application, Tile installs, String spark) {}

    List<Card> cards(Viewer viewer) {
        List<Card> cards = new ArrayList<>();
        for (Application application : services.applications().all()) {
            if (viewer.maySee(application)) {
                FigureReader reader = new FigureReader(services.store(), application.id(), Channel.PRODUCTION);
                FigureReader.Range range =
                        new FigureReader.Range(Per.TWENTY_EIGHT_DAYS, today() - 89, today(), today());
                List<Long> values = reader.active(range, OptionalInt.empty(), false).stream()
                        .map(PeriodFigures::installs)
                        .toList();
                Tile tile = Tile.of("Last 28 days", values.get(89), values.get(61), "the 28 days before");
                cards.add(new Card(application, tile, Charts.sparkline(values, 240, 48)));
            }
        }
        return cards;
    }

    /** What a badge shows: installations of the last 28 days. */
    long badge(Application application) {
        return installs(
                new FigureReader(services.store(), application.id(), Channel.PRODUCTION),
                Per.TWENTY_EIGHT_DAYS,
                today());
    }

    Map<String, Per> spans() {
        Map<String, Per> spans = new LinkedHashMap<>();
        spans.put("4 weeks", Per.DAY);
        spans.put("26 weeks", Per.WEEK);
        spans.put("12 months", Per.MONTH);
        return spans;
    }
}
