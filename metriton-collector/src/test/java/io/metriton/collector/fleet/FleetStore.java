package io.metriton.collector.fleet;

import io.metriton.collector.figures.CohortFigures;
import io.metriton.collector.figures.Dimension;
import io.metriton.collector.figures.NameFigures;
import io.metriton.collector.figures.Per;
import io.metriton.collector.figures.PeriodFigures;
import io.metriton.collector.privacy.AllowList;
import io.metriton.collector.privacy.Declared;
import io.metriton.collector.privacy.DeclaredKey;
import io.metriton.collector.privacy.MetadataType;
import io.metriton.collector.privacy.Secrets;
import io.metriton.collector.store.ApplicationTable;
import io.metriton.collector.store.Channel;
import io.metriton.collector.store.FigureReader;
import io.metriton.collector.store.Receipt;
import io.metriton.collector.store.SecretTable;
import io.metriton.collector.store.Store;
import io.metriton.collector.store.StoredApplication;
import io.metriton.collector.store.Submission;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/** A store that gets what an oracle gets, and figures of it by the names that the oracle uses. */
final class FleetStore implements AutoCloseable {

    private static final String NAME = "fleet";

    private final Store store;
    private final StoredApplication application;
    private final Map<String, DeclaredKey> keys = new HashMap<>();
    private final Secrets secrets = Secrets.of("a secret of tests".replace(' ', '-'));
    private final Map<String, Set<String>> admitted = new HashMap<>();
    private final Map<String, Oracle> oracles = new TreeMap<>();
    private final List<CompletableFuture<Receipt>> receipts = new ArrayList<>();
    private int today;

    FleetStore(String url) {
        store = Store.open(url);
        ApplicationTable applications = new ApplicationTable(store);
        store.change(connection -> {
            applications.save(
                    connection,
                    NAME,
                    "{}",
                    List.of(
                            new DeclaredKey(0, "os", MetadataType.TEXT, ""),
                            new DeclaredKey(0, "java", MetadataType.NUMBER, ""),
                            new DeclaredKey(0, "ci", MetadataType.BOOL, ""),
                            new DeclaredKey(0, "plugins", MetadataType.SET, ""),
                            new DeclaredKey(0, "commands", MetadataType.COUNTS, "")));
            return true;
        });
        new SecretTable(store).settle(secrets);
        application = applications.all().get(0);
        application.keys().forEach(key -> keys.put(key.name(), key));
    }

    Oracle oracle(String channel) {
        return oracles.computeIfAbsent(channel, c -> new Oracle(admitted));
    }

    void accept(FleetReport report) {
        oracle(report.channel()).accept(report);
        today = report.arrivalDay();
        Declared declared = new AllowList(keys).of(report.metadata());
        receipts.add(store.writer()
                .append(new Submission(
                        application.id(),
                        Channel.of(report.channel()).orElseThrow(),
                        secrets.current().fingerprint(),
                        report.hasId()
                                ? secrets.each(secret -> secret.installKey(NAME, report.installId()))
                                : List.of(),
                        report.idempotencyKey()
                                .map(key -> secrets.each(secret -> secret.reportHash(NAME, report.installId(), key)))
                                .orElse(List.of()),
                        report.arrivalDay(),
                        report.day(),
                        report.version(),
                        declared.values(),
                        declared.counts())));
        if (receipts.size() == 5_000) {
            finish();
        }
    }

    void finish() {
        receipts.forEach(CompletableFuture::join);
        receipts.clear();
    }

    private FigureReader figures(String channel) {
        return new FigureReader(store, application.id(), Channel.of(channel).orElseThrow());
    }

    private FigureReader.Range range(Per per, LocalDate from, LocalDate to) {
        return new FigureReader.Range(per, (int) from.toEpochDay(), (int) to.toEpochDay(), today);
    }

    private OptionalInt by(String key) {
        if (key.isEmpty()) {
            return OptionalInt.empty();
        }
        DeclaredKey declared = keys.get(key);
        return OptionalInt.of(declared == null ? Dimension.VERSION : declared.id());
    }

    List<PeriodFigures> active(String channel, Per per, LocalDate from, LocalDate to, String key) {
        return figures(channel).active(range(per, from, to), by(key), key.equals("plugins"));
    }

    List<PeriodFigures> fresh(String channel, Per per, LocalDate from, LocalDate to, String key) {
        return figures(channel).fresh(range(per, from, to), by(key), key.equals("plugins"));
    }

    List<NameFigures> counts(String channel, Per per, LocalDate from, LocalDate to) {
        return figures(channel)
                .counts(range(per, from, to), keys.get("commands").id());
    }

    List<CohortFigures> retention(String channel, LocalDate from, LocalDate to) {
        return figures(channel).retention((int) from.toEpochDay(), (int) to.toEpochDay(), today);
    }

    @Override
    public void close() {
        store.close();
    }
}
