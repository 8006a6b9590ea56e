package io.metriton.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullSource;

class NoticeTest {

    @Test
    void plainText_isTheMessageWithoutLevel() {
        Notice notice = Notice.of("update now");

        assertThat(notice.message()).contains("update now");
        assertThat(notice.level()).isEmpty();
        assertThat(notice.value()).isEqualTo("update now");
    }

    @Test
    void object_hasLevelAndMessage() {
        Notice notice = Notice.of(Map.of("level", "WARNING", "message", "update now", "more", 1));

        assertThat(notice.level()).contains("WARNING");
        assertThat(notice.message()).contains("update now");
    }

    @Test
    void objectWithoutLevel_hasItsMessage() {
        Notice notice = Notice.of(Map.of("message", "update now"));

        assertThat(notice.level()).isEmpty();
        assertThat(notice.message()).contains("update now");
    }

    @Test
    void objectWithFieldsOfOtherTypes_hasNeitherLevelNorMessage() {
        Notice notice = Notice.of(Map.of("level", 3, "message", List.of("update")));

        assertThat(notice.level()).isEmpty();
        assertThat(notice.message()).isEmpty();
    }

    @ParameterizedTest
    @NullSource
    @MethodSource("otherShapes")
    void otherShape_isKeptAsItCame(Object value) {
        Notice notice = Notice.of(value);

        assertThat(notice.value()).isSameAs(value);
        assertThat(notice.level()).isEmpty();
        assertThat(notice.message()).isEmpty();
    }

    static List<Object> otherShapes() {
        return List.of(42, true, List.of("level", "message"), Map.of());
    }

    @Test
    void toString_showsTheValue() {
        assertThat(Notice.of("update now")).hasToString("Notice[update now]");
    }
}
