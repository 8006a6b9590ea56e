package io.metriton.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.github.tomakehurst.wiremock.common.Json;
import io.metriton.api.Report;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerTest {
    private static final Report REPORT = Report.builder()
            .application("hello")
            .installId("an id")
            .version("1.0.0")
            .build();

    @Test
    void upToDate_isTheReportsOwnVersion() {
        assertThat(body(Answer.upToDate()))
                .isEqualTo(Map.of(
                        "application",
                        "hello",
                        "latest_version",
                        "1.0.0",
                        "notices",
                        List.of(),
                        "hard_limit",
                        false,
                        "disable_scout",
                        false));
        assertThat(Answer.upToDate().status()).isEqualTo(200);
    }

    @Test
    void known_hasNoticesAndLimit() {
        Answer plain = Answer.known("2.0.0");
        Answer full = plain.notice("read this").notice("WARNING", "and this").hardLimit();

        assertThat(body(full))
                .containsEntry("latest_version", "2.0.0")
                .containsEntry("notices", List.of("read this", Map.of("level", "WARNING", "message", "and this")))
                .containsEntry("hard_limit", true);
        assertThat(body(plain)).containsEntry("notices", List.of()).containsEntry("hard_limit", false);
    }

    @Test
    void stop_ordersSilence() {
        assertThat(body(Answer.stop())).containsEntry("disable_scout", true);
        assertThat(body(Answer.stop().notice("farewell").hardLimit())).containsEntry("disable_scout", true);
    }

    @Test
    void unknownAndStatusAndBody_areSentAsTheyAre() {
        assertThat(Answer.unknown().status()).isEqualTo(404);
        assertThat(Answer.unknown().bodyFor(REPORT)).isEmpty();
        assertThat(Answer.status(503).status()).isEqualTo(503);
        assertThat(Answer.status(503).bodyFor(REPORT)).isEmpty();
        assertThat(Answer.body(201, "<html>").status()).isEqualTo(201);
        assertThat(Answer.body(201, "<html>").bodyFor(REPORT)).isEqualTo("<html>");
    }

    @Test
    void headersAndDelay_areKeptByEveryOtherMethod() {
        Answer answer = Answer.known("2")
                .header("X-A", "1")
                .after(Duration.ofSeconds(3))
                .retryAfter(Duration.ofMinutes(2))
                .notice("n")
                .hardLimit();

        assertThat(answer.headers()).isEqualTo(Map.of("X-A", "1", "Retry-After", "120"));
        assertThat(answer.delay()).isEqualTo(Duration.ofSeconds(3));
        assertThat(Answer.known("2").delay()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 100, 199, 600})
    void statusOutOfRange_isRefused(int status) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Answer.status(status))
                .withMessage("an answer's status is from 200 to 599, not " + status);
    }

    @ParameterizedTest
    @ValueSource(ints = {204, 304})
    void bodyWhereHttpHasNone_isRefused(int status) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Answer.body(status, "{}"))
                .withMessage("status " + status + " has no body in HTTP: use another status");
        assertThat(Answer.status(status).status()).isEqualTo(status);
    }

    @Test
    void noticeOrLimitOfSomethingElse_isRefused() {
        for (Answer answer : List.of(Answer.unknown(), Answer.status(500), Answer.none(), Answer.never())) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> answer.notice("n"))
                    .withMessage("only a known application gets notices and limits: begin with known(…)");
            assertThatIllegalStateException().isThrownBy(() -> answer.notice("INFO", "n"));
            assertThatIllegalStateException().isThrownBy(answer::hardLimit);
        }
    }

    @Test
    void headerOfNoAnswer_isRefused() {
        for (Answer answer : List.of(Answer.none(), Answer.never())) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> answer.header("X-A", "1"))
                    .withMessage("no answer has no headers: begin with known(…), status(…) or body(…)");
            assertThatIllegalStateException().isThrownBy(() -> answer.retryAfter(Duration.ZERO));
        }
    }

    private static Map<?, ?> untyped(Answer answer) {
        return Json.read(answer.bodyFor(REPORT), Map.class);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> body(Answer answer) {
        return (Map<String, Object>) untyped(answer);
    }
}
