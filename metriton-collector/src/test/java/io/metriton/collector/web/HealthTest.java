package io.metriton.collector.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.metriton.collector.cli.TestClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class HealthTest {

    private final TestClock clock = new TestClock("2026-11-25T10:00:00Z");
    private final List<CompletableFuture<Boolean>> probes = new ArrayList<>();

    private CompletableFuture<Boolean> probe() {
        probes.add(new CompletableFuture<>());
        return probes.get(probes.size() - 1);
    }

    @Test
    void resultOfTheLastSecond_isShared() {
        Health health = new Health(this::probe, clock, Duration.ofMinutes(10));
        CompletableFuture<Boolean> first = health.check();
        assertThat(health.check()).isSameAs(first);
        probes.get(0).complete(true);
        assertThat(first.join()).isTrue();
        clock.advance(Duration.ofMillis(999));
        assertThat(health.check().join()).isTrue();
        assertThat(probes).hasSize(1);
        clock.advance(Duration.ofMillis(1));
        CompletableFuture<Boolean> second = health.check();
        assertThat(probes).hasSize(2);
        probes.get(1).completeExceptionally(new IllegalStateException("the disk is full"));
        assertThat(second.join()).isFalse();
    }

    @Test
    void collectorThatStoresNothingAlthoughItsStoreWorks_isUnwell() {
        Health health = new Health(this::probe, clock, Duration.ofMinutes(10));
        CompletableFuture<Boolean> first = health.check();
        probes.get(0).complete(false);
        assertThat(first.join()).isFalse();
    }

    @Test
    void probeThatHangs_isTheOnlyOneAndIsNotWaitedFor() {
        Health health = new Health(this::probe, clock, Duration.ofMillis(100));
        assertThat(health.check().join()).isFalse();
        clock.advance(Duration.ofMinutes(1));
        assertThat(health.check().join()).isFalse();
        assertThat(probes).hasSize(1);
        probes.get(0).complete(true);
        assertThat(health.check()).isNotNull();
        assertThat(probes).hasSize(2);
    }
}
