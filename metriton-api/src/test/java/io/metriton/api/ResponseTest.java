package io.metriton.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResponseTest {

    @Test
    void nothingSet_hasDefaults() {
        Response response = Response.builder().build();

        assertThat(response.application()).isEmpty();
        assertThat(response.latestVersion()).isEmpty();
        assertThat(response.notices()).isEmpty();
        assertThat(response.hardLimit()).isFalse();
        assertThat(response.disableScout()).isFalse();
    }

    @Test
    void everythingSet_isGivenBack() {
        Notice notice = Notice.of("hello");
        Response response = Response.builder()
                .application("app")
                .latestVersion("2.0")
                .notices(List.of(notice))
                .hardLimit(true)
                .disableScout(true)
                .build();

        assertThat(response.application()).isEqualTo("app");
        assertThat(response.latestVersion()).isEqualTo("2.0");
        assertThat(response.notices()).containsExactly(notice);
        assertThat(response.hardLimit()).isTrue();
        assertThat(response.disableScout()).isTrue();
    }

    @Test
    void flags_areIndependent() {
        assertThat(Response.builder().hardLimit(true).build().disableScout()).isFalse();
        assertThat(Response.builder().disableScout(true).build().hardLimit()).isFalse();
    }

    @Test
    void notices_areCopiedAndCannotBeModified() {
        List<Notice> notices = new ArrayList<>(List.of(Notice.of("one"), Notice.of("two")));
        Response response = Response.builder().notices(notices).build();
        notices.clear();

        assertThat(response.notices()).extracting(Notice::value).containsExactly("one", "two");
        assertThatThrownBy(() -> response.notices().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void nullText_isRefused() {
        Response.Builder builder = Response.builder();

        assertThatNullPointerException()
                .isThrownBy(() -> builder.application(null))
                .withMessage("application");
        assertThatNullPointerException()
                .isThrownBy(() -> builder.latestVersion(null))
                .withMessage("latestVersion");
        assertThatNullPointerException().isThrownBy(() -> builder.notices(null)).withMessage("notices");
    }

    @Test
    void toString_namesEveryField() {
        Response response =
                Response.builder().application("app").latestVersion("2.0").build();

        assertThat(response)
                .hasToString(
                        "Response[application=app, latestVersion=2.0, notices=[], hardLimit=false, disableScout=false]");
    }
}
