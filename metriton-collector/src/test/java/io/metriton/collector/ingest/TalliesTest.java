package io.metriton.collector.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.metriton.collector.store.StoreException;
import io.metriton.collector.store.TallyTable;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class TalliesTest {

    private final List<Map<String, Long>> unknown = new ArrayList<>();
    private final List<CompletableFuture<Boolean>> answers = new ArrayList<>();
    private final Tallies tallies = new Tallies(this::add, Clock.systemUTC());

    private CompletableFuture<Boolean> add(Map<TallyTable.Refusal, Long> refusals, Map<String, Long> names, int today) {
        CompletableFuture<Boolean> answer = new CompletableFuture<>();
        unknown.add(names);
        answers.add(answer);
        return answer;
    }

    private void answer(boolean stored) {
        CompletableFuture<Boolean> answer = answers.remove(0);
        if (stored) {
            answer.complete(true);
        } else {
            answer.completeExceptionally(new StoreException("full"));
        }
    }

    @Test
    void whatTheStoreDoesNotTake_isCountedAgain() {
        tallies.unknown("a");
        tallies.flush();
        tallies.unknown("a");
        answer(false);
        tallies.flush();
        assertThat(unknown.get(1)).isEqualTo(Map.of("a", 2L));
    }

    @Test
    void storeThatTakesNothingForLong_fillsNoMemory() {
        for (int round = 0; round < 20; round++) {
            for (int i = 0; i < TallyTable.MOST_UNKNOWN; i++) {
                tallies.unknown("name " + round + " " + i);
            }
            tallies.flush();
            answer(false);
        }
        tallies.flush();
        assertThat(unknown.get(20)).hasSize(TallyTable.MOST_UNKNOWN);
    }

    @Test
    void flush_waitsForTheOneBefore() {
        tallies.unknown("a");
        tallies.flush();
        tallies.unknown("b");
        tallies.flush();
        assertThat(unknown).hasSize(1);
        answer(true);
        tallies.flush();
        assertThat(unknown.get(1)).isEqualTo(Map.of("b", 1L));
    }
}
