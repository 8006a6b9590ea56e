package io.metriton.collector.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jdbi.v3.core.ConnectionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReachabilityTest {

    private static final Exception FAILURE = new SQLException("gone", "08006");

    private final AtomicLong now = new AtomicLong();
    private final Reachability reachability = new Reachability(now::get);

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }

    @ParameterizedTest
    @CsvSource({
        "08001,true",
        "08006,true",
        "57P01,true",
        "53300,true",
        "57014,false",
        "23505,false",
        "53100,false",
        ",false"
    })
    void states_sayWhetherTheDatabaseIsThere(String state, boolean absent) {
        assertThat(Reachability.isAbsence(new IllegalStateException(new SQLException("x", state))))
                .isEqualTo(absent);
    }

    @Test
    void connectionsThatAreNotGivenInTime_areAbsence() {
        Exception timedOut = new SQLTransientConnectionException("metriton-read - Connection is not available");
        assertThat(Reachability.isAbsence(new ConnectionException(timedOut))).isTrue();
        assertThat(Reachability.isAbsence(new StoreException("x", new ExecutionException(timedOut))))
                .isTrue();
        assertThat(Reachability.isAbsence(new StoreException("x", new TimeoutException())))
                .isTrue();
        assertThat(Reachability.isAbsence(new StoreException("the database is damaged")))
                .isFalse();
    }

    @Test
    void absence_isToldOnceAndItsEndOnceItLasts() {
        assertThat(reachability.worked()).isFalse();
        assertThat(reachability.failed(FAILURE)).isTrue();
        assertThat(reachability.failed(FAILURE)).isFalse();
        assertThat(reachability.worked()).isFalse();
        pass(Duration.ofSeconds(9));
        assertThat(reachability.failed(FAILURE)).isFalse();
        pass(Duration.ofSeconds(9));
        assertThat(reachability.worked()).isFalse();
        pass(Duration.ofSeconds(1));
        assertThat(reachability.worked()).isTrue();
        assertThat(reachability.worked()).isFalse();
        assertThat(reachability.failed(FAILURE)).isTrue();
    }
}
