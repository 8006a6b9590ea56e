package io.metriton.core;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.metriton.api.Notice;
import io.metriton.api.Response;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UpdateNotifierTest {
    private final List<String> lines = new ArrayList<>();
    private final UpdateNotifier notifier = UpdateNotifier.to(lines::add, "1.0");

    @Test
    void newerVersion_isToldOnce() {
        notifier.accept(answer("2.0"));
        notifier.accept(answer("2.0"));
        assertThat(lines).containsExactly("greet 2.0 is available (this is 1.0)");

        notifier.accept(answer("2.1"));
        assertThat(lines).hasSize(2).contains("greet 2.1 is available (this is 1.0)");
    }

    @Test
    void versionThatIsNotNewer_isNotTold() {
        notifier.accept(answer("1.0"));
        notifier.accept(answer("2.0-SNAPSHOT"));
        notifier.accept(answer("9.9\u001b[31m"));

        assertThat(lines).isEmpty();
    }

    @Test
    void notices_areToldOnceWithTheirLevelAndAsOneLine() {
        Response answer = answer(
                "1.0",
                "plain\n\u001b[2Jtext",
                Map.of("level", "WARNING", "message", "careful"),
                Map.of("other", "shape"),
                " ",
                7);
        notifier.accept(answer);
        notifier.accept(answer);

        assertThat(lines).containsExactly("plain [2Jtext", "WARNING: careful");
    }

    @Test
    void endlessNotices_areToldAHundredTimes() {
        for (int i = 0; i < 1_000; i++) {
            notifier.accept(answer("1.0", "notice " + i));
        }

        assertThat(lines).hasSize(100);
    }

    @Test
    void stream_getsALineEach() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        UpdateNotifier.to(new PrintStream(bytes, true, UTF_8), "1.0").accept(answer("2.0", "n"));

        assertThat(bytes.toString(UTF_8).lines()).containsExactly("greet 2.0 is available (this is 1.0)", "n");
    }

    @Test
    void nothing_isRefused() {
        assertThatNullPointerException()
                .isThrownBy(() -> UpdateNotifier.to((PrintStream) null, "1"))
                .withMessage("out");
        assertThatNullPointerException()
                .isThrownBy(() -> UpdateNotifier.to(lines::add, null))
                .withMessage("version");
    }

    private static Response answer(String latest, Object... notices) {
        return Response.builder()
                .application("greet")
                .latestVersion(latest)
                .notices(List.of(notices).stream().map(Notice::of).toList())
                .build();
    }
}
