package io.metriton.collector.figures;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class SeenDaysTest {

    @Test
    void anyOrderOfDays_isRememberedAsASetWouldDo() {
        Random random = new Random(7);
        for (int round = 0; round < 200; round++) {
            int day = 20_000;
            SeenDays days = SeenDays.of(day);
            TreeSet<Integer> set = new TreeSet<>();
            set.add(day);
            for (int i = 0; i < 60; i++) {
                int next = days.last() + random.nextInt(90) - 40;
                days = SeenDays.of(days.with(next).last(), days.with(next).bytes());
                set.add(next);
                set.headSet(days.last() - SeenDays.CAPACITY, true).clear();
            }
            assertThat(days.last()).isEqualTo(set.last());
            for (int d = days.last() - SeenDays.CAPACITY + 1; d <= days.last() + 3; d++) {
                assertThat(days.contains(d)).isEqualTo(set.contains(d));
            }
        }
    }

    @Test
    void longAbsence_leavesOneBit() {
        SeenDays days = SeenDays.of(100).with(101).with(100_000);
        assertThat(days.bytes()).containsExactly(1);
        assertThat(days.remembers(100_000 - SeenDays.CAPACITY)).isFalse();
        assertThat(days.remembers(100_001 - SeenDays.CAPACITY)).isTrue();
    }

    @Test
    void neighbours_areFound() {
        SeenDays days = SeenDays.of(100).with(110).with(120);
        assertThat(days.before(115, 28)).hasValue(110);
        assertThat(days.before(115, 4)).isEmpty();
        assertThat(days.after(111)).hasValue(120);
        assertThat(days.after(120)).isEmpty();
        assertThat(days.anyIn(101, 109)).isFalse();
        assertThat(days.anyIn(101, 110)).isTrue();
    }
}
