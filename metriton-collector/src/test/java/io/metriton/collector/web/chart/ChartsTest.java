package io.metriton.collector.web.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ChartsTest {

    private static final Look PAGE = new Look(600, 200, Look.Theme.PAGE);

    private static Chart chart(String name, List<Long> previous) {
        return new Chart(
                "Active installations",
                List.of("2026-11-23", "2026-11-24", "2026-11-25"),
                List.of(new Chart.Series(name, List.of(5L, 7L, 1L))),
                previous,
                List.of(new Chart.Mark(1, "1.1.0")),
                1);
    }

    @Test
    void lastPeriod_isDrawnAsNotOver() {
        assertThat(Charts.lines(chart("installations", List.of()), PAGE)).containsOnlyOnce("\"line running s0\"");
        assertThat(Charts.bars(chart("installations", List.of()), PAGE)).containsOnlyOnce("\"bar running s0\"");
    }

    @Test
    void valuesUnderThePointer_areExactAndSayWhatTheyAre() {
        assertThat(Charts.bars(chart("installations", List.of(1_234L, 2L, 3L)), PAGE))
                .contains(">installations: 7<")
                .contains(">period before: 1,234<")
                .contains(">2026-11-23<")
                .contains(">2026-11-24 (may still grow)<")
                .contains(">2026-11-25 (not over yet)<")
                .contains(">first seen: 1.1.0<");
    }

    @Test
    void ticksOfLargeValues_areShort() {
        Chart large = new Chart(
                "Counted",
                List.of("2026-11-23"),
                List.of(new Chart.Series("files", List.of(30_000_000_000_000L))),
                List.of(),
                List.of(),
                0);

        assertThat(Charts.bars(large, PAGE)).containsPattern(">[0-9.]{1,4}T<").doesNotContain("000M<");
    }

    @Test
    void imageOfItsOwn_hasItsColoursAndNothingUnderThePointer() {
        String image = Charts.lines(chart("installations", List.of()), new Look(600, 200, Look.Theme.DARK));
        assertThat(image).contains("<style>").contains("class=\"bg\"").doesNotContain("class=\"tip\"");
    }

    @Test
    void noPeriodsBefore_drawNoLine() {
        assertThat(Charts.lines(chart("installations", List.of()), PAGE)).doesNotContain("\"prev\"");
        assertThat(Charts.lines(chart("installations", List.of(1L, 2L, 3L)), PAGE))
                .contains("\"prev\"");
    }

    @Test
    void emptyChart_saysSo() {
        Chart empty =
                new Chart("New", List.of("a"), List.of(new Chart.Series("new", List.of(0L))), List.of(), List.of(), 1);
        assertThat(Charts.bars(empty, PAGE)).contains(">nothing was counted<");
        assertThat(Charts.bars(chart("new", List.of()), PAGE)).doesNotContain("nothing was counted");
    }

    @Test
    void longNames_areCutInTheLegend() {
        Chart.Series series = new Chart.Series("x".repeat(200), List.of(1L));
        Chart chart = new Chart("Versions", List.of("a"), List.of(series, series), List.of(), List.of(), 1);
        assertThat(Charts.bars(chart, new Look(330, 200, Look.Theme.LIGHT)))
                .contains("xxx…</text>")
                .doesNotContain("x".repeat(60));
    }

    @Test
    void names_areTexts() {
        assertThat(Charts.lines(chart("<script>", List.of()), PAGE))
                .doesNotContain("<script>")
                .contains("&lt;script&gt;: 7");
    }
}
