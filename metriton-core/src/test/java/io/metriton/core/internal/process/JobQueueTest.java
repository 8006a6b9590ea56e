package io.metriton.core.internal.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JobQueueTest {
    private final JobQueue<Entry> queue = new JobQueue<>();
    private final Entry one = new Entry("one");
    private final Entry two = new Entry("two");

    private static final class Entry extends JobQueue.Entry {
        private final String name;

        Entry(String name) {
            this.name = Objects.requireNonNull(name);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /** The last is where nanoTime overflows. */
    @ParameterizedTest
    @ValueSource(longs = {0, -5, Long.MAX_VALUE - 5})
    void entries_comeInTheOrderInWhichTheyAreDue(long now) {
        assertThat(queue.enter(one, now + 20)).isTrue();
        assertThat(queue.enter(two, now + 10)).as("the first now").isTrue();

        assertThat(queue.nanosToFirst(now)).isEqualTo(10);
        assertThat(queue.takeDue(now + 9)).isNull();
        assertThat(queue.isDue(now + 10)).isTrue();
        assertThat(queue.takeDue(now + 30)).isSameAs(two);
        assertThat(queue.takeDue(now + 30)).isSameAs(one);
        assertThat(queue.isEmpty()).isTrue();
        assertThat(queue.isDue(now + 30)).isFalse();
    }

    @Test
    void entriesThatAreDueAtOnce_comeInTheOrderInWhichTheyEntered() {
        queue.enter(two, 10);
        assertThat(queue.enter(one, 10)).isFalse();

        assertThat(queue.takeDue(10)).isSameAs(two);
        assertThat(queue.takeDue(10)).isSameAs(one);
    }

    @Test
    void entryThatEntersAgain_waitsOnce() {
        queue.enter(one, 10);
        assertThat(queue.hasBy(one, 10)).isTrue();
        assertThat(queue.hasBy(one, 9)).isFalse();
        queue.enter(one, 5);

        assertThat(queue.takeDue(20)).isSameAs(one);
        assertThat(queue.isEmpty()).isTrue();
        assertThat(queue.hasBy(one, 20)).isFalse();
    }

    @Test
    void entryThatIsRemoved_doesNotCome() {
        queue.enter(one, 10);

        assertThat(queue.remove(one)).isTrue();
        assertThat(queue.remove(one)).isFalse();
        assertThat(queue.takeDue(20)).isNull();
    }
}
