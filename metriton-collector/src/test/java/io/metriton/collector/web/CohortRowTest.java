package io.metriton.collector.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.metriton.collector.figures.CohortFigures;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class CohortRowTest {

    private static final int MONDAY = (int) LocalDate.of(2026, 11, 2).toEpochDay();

    /** Reports may be 30 days late, and the present week is not over. */
    @Test
    void weekThatEndedLessThanThirtyDaysAgo_mayStillChange() {
        CohortFigures figures = new CohortFigures(MONDAY, 7, List.of(7L, 1L, 0L));

        assertThat(CohortRow.of(figures, 12, MONDAY + 6 + 31).cells())
                .extracting(CohortRow.Cell::percent)
                .containsExactly("100%", "14%*", "0%*");
        assertThat(CohortRow.of(figures, 12, MONDAY + 14).cells().get(0).percent())
                .isEqualTo("100%*");
    }

    @Test
    void figure_isSaidWithoutAPointer() {
        CohortFigures figures = new CohortFigures(MONDAY, 7, List.of(7L, 1L));

        assertThat(CohortRow.of(figures, 12, MONDAY).cells())
                .extracting(CohortRow.Cell::exact)
                .containsExactly("7 installations", "1 installation");
    }
}
