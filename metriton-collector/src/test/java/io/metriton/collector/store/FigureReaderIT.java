package io.metriton.collector.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.metriton.collector.figures.Dimension;
import io.metriton.collector.figures.Per;
import io.metriton.collector.figures.PeriodFigures;
import io.metriton.collector.privacy.Secrets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Figures that are read while reports come in. */
class FigureReaderIT {

    private static final int DAY = 20_000;
    private static final Secrets SECRETS = Secrets.of("the-secret-of-tests");
    private static final FigureReader.Range TODAY = new FigureReader.Range(Per.DAY, DAY, DAY, DAY);

    @TempDir
    Path folder;

    private @Nullable Store store;
    private int application;

    @AfterEach
    void close() {
        if (store != null) {
            store.close();
        }
    }

    private FigureReader open(Databases database) {
        Store opened = Store.open(database.url(folder));
        store = opened;
        new SecretTable(opened).settle(SECRETS);
        ApplicationTable applications = new ApplicationTable(opened);
        opened.change(connection -> {
            applications.save(connection, "greet", "{}", List.of());
            return true;
        });
        application = applications.all().get(0).id();
        return new FigureReader(opened, application, Channel.PRODUCTION);
    }

    private void report(Store to, int install) {
        to.writer()
                .append(new Submission(
                        application,
                        Channel.PRODUCTION,
                        SECRETS.current().fingerprint(),
                        List.of(SECRETS.current().installKey("greet", "i" + install)),
                        List.of(),
                        DAY,
                        DAY,
                        "1." + install % 7,
                        Map.of(),
                        Map.of()))
                .join();
    }

    private static PeriodFigures today(FigureReader reader) {
        return reader.active(TODAY, OptionalInt.of(Dimension.VERSION), false).get(0);
    }

    @ParameterizedTest
    @EnumSource(Databases.class)
    void parts_sumUpToTheWholeWhileReportsComeIn(Databases database) throws Exception {
        FigureReader reader = open(database);
        Store writing = store;
        AtomicBoolean enough = new AtomicBoolean();
        Thread writer = new Thread(() -> {
            for (int i = 0; !enough.get(); i++) {
                report(writing, i);
            }
        });
        writer.start();
        try {
            long last = 0;
            for (int reads = 0; reads < 1_000 || last < 100; reads++) {
                PeriodFigures figures = today(reader);
                last = figures.installs();
                assertThat(writer.isAlive()).isTrue();
                assertThat(figures.reports()).isEqualTo(last);
                assertThat(figures.by()).doesNotContainKey(PeriodFigures.UNKNOWN);
                assertThat(figures.by().values().stream().mapToLong(n -> n).sum())
                        .isEqualTo(last);
            }
        } finally {
            enough.set(true);
            writer.join();
        }
    }

    @ParameterizedTest
    @EnumSource(Databases.class)
    void severalReads_areOfOneMoment(Databases database) {
        FigureReader reader = open(database);
        report(store, 1);
        List<Long> installs = store.atOneMoment(() -> {
            long before = today(reader).installs();
            report(store, 2);
            return List.of(before, today(reader).installs());
        });
        assertThat(installs).containsExactly(1L, 1L);
        assertThat(today(reader).installs()).isEqualTo(2);
    }
}
