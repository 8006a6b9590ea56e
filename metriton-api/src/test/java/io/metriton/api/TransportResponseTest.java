package io.metriton.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class TransportResponseTest {

    @Test
    void nothingSet_hasDefaults() {
        TransportResponse response = TransportResponse.builder().build();

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.headers()).isEmpty();
        assertThat(response.body()).isEmpty();
    }

    @Test
    void header_isFoundInAnyCase() {
        TransportResponse response =
                TransportResponse.builder().header("Retry-After", "7").build();

        assertThat(response.header("retry-after")).contains("7");
        assertThat(response.header("RETRY-AFTER")).contains("7");
        assertThat(response.headers().get("rEtRy-AfTeR")).containsExactly("7");
        assertThat(response.header("Location")).isEmpty();
    }

    @Test
    void headerOfSeveralValues_keepsThemInOrderAndGivesTheFirst() {
        TransportResponse response = TransportResponse.builder()
                .header("Set-Cookie", "a")
                .header("SET-COOKIE", "b")
                .build();

        assertThat(response.headers()).hasSize(1);
        assertThat(response.headers().get("set-cookie")).containsExactly("a", "b");
        assertThat(response.header("Set-Cookie")).contains("a");
    }

    @Test
    void body_isCopiedBothWays() {
        byte[] body = {1};
        TransportResponse response = TransportResponse.builder().body(body).build();
        body[0] = 2;
        response.body()[0] = 3;

        assertThat(response.body()).containsExactly(1);
    }

    @Test
    void headers_cannotBeModifiedByAnyone() {
        TransportResponse.Builder builder = TransportResponse.builder().header("A", "1");
        TransportResponse response = builder.build();
        builder.header("A", "2").header("B", "3");

        assertThat(response.headers()).containsOnlyKeys("A");
        assertThat(response.headers().get("A")).containsExactly("1");
        assertThatThrownBy(() -> response.headers().put("C", List.of()))
                .isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> response.headers().get("A").add("4"))
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void nullHeader_isRefused() {
        TransportResponse.Builder builder = TransportResponse.builder();

        assertThatNullPointerException()
                .isThrownBy(() -> builder.header(null, "1"))
                .withMessage("name");
        assertThatNullPointerException()
                .isThrownBy(() -> builder.header("A", null))
                .withMessage("value");
    }

    @Test
    void toString_showsNeitherHeadersNorBody() {
        TransportResponse response = TransportResponse.builder()
                .status(503)
                .header("Set-Cookie", "secret")
                .body(new byte[3])
                .build();

        assertThat(response).hasToString("TransportResponse[503, 3 bytes]");
    }
}
